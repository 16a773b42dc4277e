"""Quality of spectra: the spectral angle, per image."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci import checks
from kdci.metrics import pairs

DARK = 1e-3
"""Norm of a pixel's spectrum, relative to the image's largest, below which it has no direction."""


def sam(reconstructions: Tensor, images: Tensor) -> Tensor:
    """Return the spectral angle [degrees] of each reconstruction, (B,): the mean over its pixels.

    The angle between the true and the reconstructed spectrum of a pixel (Kruse et al. 1993) is free
    of scale, so any range will do. Pixels whose true spectrum is (almost) zero are left out; a
    reconstructed spectrum of zero counts as 90 degrees. A black image has no spectrum that could be
    missed: its angle is 0.

    Args:
        reconstructions: (B, L, M, N).
        images: the ground truth, of the same shape.

    Raises:
        ValueError: if the shapes differ or are of other than four dimensions, there is no image,
            or a value is not finite.
    """
    pairs.check_shapes(reconstructions, images)
    checks.finite_images("reconstructions", reconstructions)
    checks.finite_images("images", images)
    ours, truth = reconstructions.double(), images.double()
    norms, sizes = ours.norm(dim=1), truth.norm(dim=1)
    a, b = ours * sizes.unsqueeze(1), truth * norms.unsqueeze(1)
    # Between vectors of equal length, this is exact for small angles too, unlike the arccosine.
    angles = 2 * torch.atan2((a - b).norm(dim=1), (a + b).norm(dim=1))
    angles = torch.where(norms == 0, torch.pi / 2, angles)
    lit = sizes > DARK * sizes.amax(dim=(1, 2), keepdim=True)
    mean = (angles * lit).sum(dim=(1, 2)) / lit.sum(dim=(1, 2)).clamp_min(1)
    return torch.rad2deg(mean).to(images.dtype)
