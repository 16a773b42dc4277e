"""Figures of the book: each function takes results or systems and returns a matplotlib Figure."""

from kdci.plots.acceleration import psnr_over_acceleration
from kdci.plots.brightness import brightness
from kdci.plots.conditioning import psnr_over_condition
from kdci.plots.cost import time_per_image
from kdci.plots.curves import learning_curves
from kdci.plots.data import example_images
from kdci.plots.encoders import (
    gram_matrices,
    point_spreads,
    sampling_densities,
    singular_value_curves,
)
from kdci.plots.examples import gains_of_images
from kdci.plots.lesson import lesson
from kdci.plots.masks import masks_and_images
from kdci.plots.noise import over_snr
from kdci.plots.openness import openness
from kdci.plots.overview import overview
from kdci.plots.patterns import example_photographs, frequency_coverages
from kdci.plots.pays import gain_against, gains
from kdci.plots.recipe import waterfall
from kdci.plots.reconstructions import designs, side_by_side
from kdci.plots.redundancy import psnr_over_redundancy
from kdci.plots.scenes import apertures_and_detectors, example_scenes
from kdci.plots.spectra import spectra
from kdci.plots.steps import psnr_over_steps
from kdci.plots.teachers import gain_by_teacher
from kdci.plots.tuning import candidates, families
from kdci.plots.universal import of_all_masks
from kdci.plots.verdicts import differences, primary_differences

__all__ = [
    "apertures_and_detectors",
    "brightness",
    "candidates",
    "designs",
    "differences",
    "example_images",
    "example_photographs",
    "example_scenes",
    "families",
    "frequency_coverages",
    "gain_against",
    "gain_by_teacher",
    "gains",
    "gains_of_images",
    "gram_matrices",
    "learning_curves",
    "lesson",
    "masks_and_images",
    "of_all_masks",
    "openness",
    "over_snr",
    "overview",
    "point_spreads",
    "primary_differences",
    "psnr_over_acceleration",
    "psnr_over_condition",
    "psnr_over_redundancy",
    "psnr_over_steps",
    "sampling_densities",
    "side_by_side",
    "singular_value_curves",
    "spectra",
    "time_per_image",
    "waterfall",
]
