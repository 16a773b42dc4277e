"""Whether a reconstruction is as bright as its scene, and how good it would be if it were."""

from __future__ import annotations

import torch
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


@torch.no_grad()
def correction_after_dimming(system: ImagingSystem, images: Tensor, factor: float = 0.5) -> Tensor:
    """Return how large the decoder's corrections of dimmed images are, over the images', (B,).

    A correction is what the decoder adds to the back-projection, its size the Euclidean norm. As
    for the brightness, the ratio should be ``factor``.

    Raises:
        ValueError: if the factor is not above 0 and up to 1.
    """
    checks.number_in("factor", factor, 1e-6, 1)
    starts = (system.encoder.backproject(x) for x in (images, factor * images))
    sizes = [
        (system.decoder(start, system.encoder.backproject) - start).flatten(1).norm(dim=1)
        for start in starts
    ]
    return sizes[1] / sizes[0]
