"""Figures of the book: each function takes results or systems and returns a matplotlib Figure."""

from kdci.plots.acceleration import psnr_over_acceleration
from kdci.plots.curves import learning_curves
from kdci.plots.data import example_images
from kdci.plots.masks import fixed_masks, masks_and_reconstructions
from kdci.plots.redundancy import psnr_over_redundancy
from kdci.plots.tuning import candidates

__all__ = [
    "candidates",
    "example_images",
    "fixed_masks",
    "learning_curves",
    "masks_and_reconstructions",
    "psnr_over_acceleration",
    "psnr_over_redundancy",
]
