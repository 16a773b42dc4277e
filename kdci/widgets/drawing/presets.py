"""Masks that a reader may begin with, each with the exact budget."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from kdci.designs import mri
from kdci.studies.opened import OpenedStudy

LABELS = {
    "disc": "disc",
    "lines": "lines",
    "spiral": "spiral",
    "random": "random, denser at the centre",
    "energy-ranked": "energy-ranked",
    "student": "the student's",
    "baseline": "the E2E baseline's",
}
RIVALS = ("student", "baseline", "energy-ranked")
"""Whose PSNR under the same decoder stands beside the reader's."""


def disc(shape: tuple[int, int], acceleration: float) -> Tensor:
    """Return the points nearest to DC, as many as the budget has; ties by position."""
    height, width = shape
    rows, columns = np.indices(shape)
    squared = (rows - height // 2) ** 2 + (columns - width // 2) ** 2
    nearest = np.argsort(squared.ravel(), kind="stable")[: round(height * width / acceleration)]
    mask = torch.zeros(height * width)
    mask[torch.from_numpy(nearest)] = 1
    return mask.view(shape)


def presets(study: OpenedStudy, acceleration: int) -> dict[str, Tensor]:
    """Return the masks by their names, (H, W), 0 or 1, DC at (H // 2, W // 2)."""
    images = study.images("train")
    height, width = images.shape[-2:]
    shape = height, width
    learned = {
        name: study.system(name, acceleration).encoder.pattern.detach()
        for name in ("student", "baseline")
    }
    return {
        "disc": disc(shape, acceleration),
        "lines": mri.cartesian(shape, acceleration),
        "spiral": mri.spiral(shape, acceleration),
        "random": mri.variable_density(shape, acceleration),
        "energy-ranked": mri.energy_ranked(images, acceleration),
        **learned,
    }


def packed(mask: Tensor) -> str:
    """Return a mask, row by row, as hexadecimal digits: a bit a point, the first one the highest.

    The browser reads it so, too.
    """
    return np.packbits(mask.numpy() != 0).tobytes().hex()
