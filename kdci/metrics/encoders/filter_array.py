"""A filter array: each pixel measures its own voxels, so A A^T is diagonal."""

from __future__ import annotations

from torch import Tensor

from kdci.encoders import FilterArrayEncoder
from kdci.metrics.encoders.base import Coherence, coherence, singular_values
from kdci.physics.filter_array import repeats


@singular_values.register
def _(encoder: FilterArrayEncoder) -> Tensor:
    """A pixel's singular value is the norm of its filter, the same in each repetition."""
    tile, times = _tile(encoder)
    norms = tile.norm(dim=0).flatten().repeat_interleave(times.flatten())
    values: Tensor = norms.sort(descending=True).values
    return values


@coherence.register
def _(encoder: FilterArrayEncoder) -> Coherence:
    """Two columns are parallel if one pixel passes both of their voxels, and orthogonal if not.

    So the mutual coherence is 1 as soon as any pixel passes two bands, however unequally, and for
    one band a pixel both are 0.
    """
    tile, times = _tile(encoder)
    passed = (tile != 0).sum(dim=0)
    pairs = int((times * passed * (passed - 1)).sum())
    return Coherence.of(float(pairs > 0), pairs, columns=int((times * passed).sum()))


def band_sampling(encoder: FilterArrayEncoder) -> Tensor:
    """Return the fraction of each band's light that the filters let pass, (L,), float64.

    It is the mean of the squared transmission over the sensor: for one band a pixel, the share of
    the pixels that pass it.
    """
    tile, times = _tile(encoder)
    return (times * tile.square()).sum(dim=(1, 2)) / times.sum()


def _tile(encoder: FilterArrayEncoder) -> tuple[Tensor, Tensor]:
    """Return the tile, (L, t, t), float64, and how often the sensor repeats its pixels, (t, t)."""
    tile = encoder.pattern.detach().double()
    return tile, repeats(tile, encoder.image_shape[1:])
