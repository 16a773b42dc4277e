"""A multispectral filter array: a mosaic of spectral filters, one number measured at each pixel."""

from __future__ import annotations

from typing import Self

import torch
from torch import Tensor

from kdci import checks
from kdci.constraints import Constraint
from kdci.encoders.base import Encoder
from kdci.physics import filter_array


class FilterArrayEncoder(Encoder):
    """y = A x + n: the pattern is the tile of filters, (L, t, t), repeated over the sensor.

    The back-projection is not scaled: where each pixel passes one band it is the mosaicked image,
    each voxel that is measured with its own value and the others 0, and A^H A a projection. For
    transmissions uniform in [0, 1] it is about L / 4 times as bright as the scene.

    Args:
        shape: (H, W) of the scenes; need not be multiples of the tile.
        constraint: what the filters may be, for instance ``OneBand(bands=8)``, or
            ``Real(bands=8)``; has as many bands as the scenes.
        bands: spectral bands L, 1 or more.
        tile: period t of the mosaic in both directions [pixels]. One that is not below H and W
            makes an array that does not repeat.
        latent: initial latent (L, t, t); where it is left out, the constraint draws one.
        seed: seed of that draw.

    Raises:
        ValueError: if the shape is not two positive integers, the latent's shape is another or its
            filters block all light, or the constraint has other bands or several patterns.

    Example:
        >>> from kdci import OneBand
        >>> encoder = FilterArrayEncoder((32, 32), OneBand(bands=8))
        >>> tuple(encoder.measure(torch.rand(4, 8, 32, 32)).shape)
        (4, 1, 32, 32)
    """

    axes = "bands, height of the tile, width of the tile"
    example = "OneBand(bands=8)"

    def __init__(
        self,
        shape: tuple[int, int],
        constraint: Constraint,
        bands: int = 8,
        tile: int = 4,
        latent: Tensor | None = None,
        seed: int = 0,
    ) -> None:
        shape = checks.image_shape("shape", shape)
        checks.integer_in("bands", bands, 1, 10**4)
        checks.integer_in("tile", tile, 1, 10**4)
        self._check_bands(constraint, bands)
        super().__init__((bands, *shape), (bands, tile, tile), constraint, latent, seed)

    @property
    def measurement_shape(self) -> tuple[int, ...]:
        """(1, H, W): a number for each pixel."""
        return (1, *self.image_shape[1:])

    def measure(self, images: Tensor) -> Tensor:
        """Return A x, (B, 1, H, W), of spectral images (B, L, H, W)."""
        return filter_array.forward(self.check(images), self.pattern)

    def adjoint(self, measurements: Tensor) -> Tensor:
        """Return A^H y, (B, L, H, W)."""
        return filter_array.adjoint(self.check_measurements(measurements), self.pattern)

    def gram_distance(self, other: Encoder) -> Tensor:
        """Return |G - G'|_F^2 / n, n = L H W, for G = A^H A; see `kdci.physics.filter_array`.

        For one band a pixel: twice the share of the pixels that pass another band, over L.
        """
        if not isinstance(other, FilterArrayEncoder):
            return super().gram_distance(other)
        distance = filter_array.gram_distance(self.pattern, other.pattern, self.image_shape[1:])
        return distance / torch.Size(self.image_shape).numel()

    def gram_misalignment(self, other: Encoder) -> Tensor:
        """Return one minus the Gram cosine; see `kdci.physics.filter_array.gram_misalignment`."""
        if not isinstance(other, FilterArrayEncoder):
            return super().gram_misalignment(other)
        return filter_array.gram_misalignment(self.pattern, other.pattern, self.image_shape[1:])

    def relaxed(self, constraint: Constraint) -> Self:
        """Return a copy with another constraint on the same latent.

        Raises:
            ValueError: if the constraint is impossible for this encoder.
        """
        self._check_bands(constraint, self.image_shape[0])
        return super().relaxed(constraint)

    @classmethod
    def _check_bands(cls, constraint: Constraint, wanted: int) -> None:
        """Check that a constraint is one on one filter array with as many bands."""
        patterns, bands = cls.counts(constraint)
        if bands != wanted:
            found = f"constraint={constraint!r}: bands={bands}"
            raise ValueError(f"{found}: must be {wanted}, as the scenes have")
        checks.integer_in("patterns", patterns, 1, 1, "one array before the sensor")
