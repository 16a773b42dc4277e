"""Whether a reconstruction is as bright as its scene, and how good it would be if it were."""

from __future__ import annotations

from torch import Tensor

from kdci import checks
from kdci.evaluation import reconstruct
from kdci.systems import ImagingSystem


def best_scales(reconstructions: Tensor, images: Tensor) -> Tensor:
    """Return the factor for each reconstruction, (B,), that brings it closest to its image.

    By least squares over the pixels and channels of (B, C, H, W); 1 for a black reconstruction.
    """
    ours, truth = reconstructions.flatten(1), images.flatten(1)
    energies = ours.square().sum(dim=1)
    products = (ours * truth).sum(dim=1)
    return products.where(energies > 0, 1.0) / energies.where(energies > 0, 1.0)


def rescaled(reconstructions: Tensor, images: Tensor) -> Tensor:
    """Return each reconstruction, (B, C, H, W), times its best scale."""
    return reconstructions * best_scales(reconstructions, images)[:, None, None, None]


def brightness_after_dimming(system: ImagingSystem, images: Tensor, factor: float = 0.5) -> Tensor:
    """Return how bright the reconstructions of dimmed images are, over those of the images, (B,).

    For a system that sees brightness it is ``factor``, for one that does not it is 1.

    Raises:
        ValueError: if the factor is not above 0 and up to 1.
    """
    checks.number_in("factor", factor, 1e-6, 1)
    bright, dim = (reconstruct(system, x).mean(dim=(1, 2, 3)) for x in (images, factor * images))
    return dim / bright
