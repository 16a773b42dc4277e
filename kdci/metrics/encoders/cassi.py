"""SD-CASSI: each detector pixel mixes at most L voxels of one row, so A A^H is block-diagonal."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci.encoders import CASSIEncoder
from kdci.metrics.encoders.base import Coherence, coherence, singular_values
from kdci.physics import cassi


@singular_values.register
def _(encoder: CASSIEncoder) -> Tensor:
    """A A^H couples the K snapshots of one detector pixel only: eigenvalues of K x K blocks."""
    aperture = _apertures(encoder)
    snapshots, bands, height, width = aperture.shape
    blocks = aperture.new_zeros(height, width + bands - 1, snapshots, snapshots)
    for band in range(bands):
        c = aperture[:, band]
        blocks[:, band : band + width] += torch.einsum("kmn,jmn->mnkj", c, c)
    values: Tensor = torch.linalg.eigvalsh(blocks).clamp_min(0).sqrt().flatten()
    smaller_side = min(len(values), bands * height * width)
    return values.sort(descending=True).values[:smaller_side]


@coherence.register
def _(encoder: CASSIEncoder) -> Coherence:
    """Two columns meet only where the prism puts their voxels on one detector pixel."""
    aperture = _apertures(encoder)
    norms = aperture.norm(dim=0)
    unit = aperture / norms.clamp_min(1e-30)
    bands, width = unit.shape[1], unit.shape[-1]
    largest, total = 0.0, 0.0
    for offset in range(1, min(bands, width)):
        products = unit[:, offset:, :, : width - offset] * unit[:, : bands - offset, :, offset:]
        products = products.sum(dim=0).abs()
        largest, total = max(largest, float(products.max())), total + 2 * float(products.sum())
    return Coherence.of(largest, total, columns=int((norms > 0).sum()))


def band_sampling(encoder: CASSIEncoder) -> Tensor:
    """Return the fraction of each band's light that the apertures let pass, (L,), float64.

    It is the mean of the squared aperture over pixels and snapshots.
    """
    return _apertures(encoder).square().mean(dim=(0, 2, 3))


def detector_load(encoder: CASSIEncoder) -> Tensor:
    """Return how many bands (weighted by the squared aperture) meet on each detector pixel.

    Shape (K, M, N + L - 1), float64: the diagonal of A A^H.
    """
    power = _apertures(encoder).square()
    return cassi.forward(torch.ones_like(power[:1]), power)[0]  # the image of an all-white scene


def _apertures(encoder: CASSIEncoder) -> Tensor:
    """Return the aperture of each band, (K, L, M, N), float64."""
    aperture = encoder.pattern.detach().double()
    return aperture.expand(-1, encoder.image_shape[0], -1, -1)
