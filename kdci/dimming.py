"""What becomes of a reconstruction when its scene is dimmed: whether a system sees brightness."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci import checks
from kdci.evaluation import reconstruct
from kdci.systems import ImagingSystem


def brightness_after_dimming(system: ImagingSystem, images: Tensor, factor: float = 0.5) -> Tensor:
    """Return how bright the reconstructions of dimmed images are, over those of the images, (B,).

    For a system that sees brightness it is ``factor``, for one that does not it is 1.

    Raises:
        ValueError: if the factor is not above 0 and up to 1, or a reconstruction is black.
    """
    checks.number_in("factor", factor, 1e-6, 1)
    bright, dim = (reconstruct(system, x).mean(dim=(1, 2, 3)) for x in (images, factor * images))
    return _ratio(dim, bright, "its reconstruction is black")


@torch.no_grad()
def correction_after_dimming(system: ImagingSystem, images: Tensor, factor: float = 0.5) -> Tensor:
    """Return how large the decoder's corrections of dimmed images are, over the images', (B,).

    A correction is what the decoder adds to the back-projection, its size the Euclidean norm. As
    for the brightness, the ratio should be ``factor``.

    Raises:
        ValueError: if the factor is not above 0 and up to 1, or the decoder corrects nothing.
    """
    checks.number_in("factor", factor, 1e-6, 1)
    starts = (system.encoder.backproject(x) for x in (images, factor * images))
    sizes: list[Tensor] = [
        (system.decoder(start, system.encoder.backproject) - start).flatten(1).norm(dim=1)
        for start in starts
    ]
    return _ratio(sizes[1], sizes[0], "the decoder adds nothing to it, as before any training")


def _ratio(parts: Tensor, wholes: Tensor, why: str) -> Tensor:
    """Return the ratios, (B,), once it is clear that no image has one over zero."""
    if not bool(wholes.all()):
        index = int((wholes == 0).nonzero()[0])
        raise ValueError(f"images[{index}]: {why}: there is no ratio: leave it out")
    return parts / wholes
