"""Image quality, per image, so that systems can be compared in pairs."""

from __future__ import annotations

import warnings

import torch
from torch import Tensor
from torchmetrics.functional.image import (
    peak_signal_noise_ratio,
    structural_similarity_index_measure,
)

from kdci.metrics import pairs
from kdci.metrics.pairs import RangeWarning

DATA_RANGE = 1.0
HIGHEST = 120.0
"""PSNR [dB] from which two images count as equal: errors of 1e-6 are single precision's own."""
WINDOW = 11
"""Side [pixels] of SSIM's Gaussian window."""


def psnr(reconstructions: Tensor, images: Tensor) -> Tensor:
    """Return the PSNR [dB] of each reconstruction, (B,), for a data range of 1, 120 at most.

    Below 0 dB, which no image in the data range can have, it warns.

    Args:
        reconstructions: (B, C, H, W).
        images: the ground truth, of the same shape, in [0, 1].

    Raises:
        ValueError: if the shapes differ, a value is not finite, or the images are beyond [0, 1].
    """
    pairs.check(reconstructions, images)
    values = psnr_formula(reconstructions, images)
    _warn("PSNR", reconstructions, values < 0, "worse than any image in [0, 1] can be")
    return values


def ssim(reconstructions: Tensor, images: Tensor) -> Tensor:
    """Return the SSIM of each reconstruction, (B,): Gaussian window, sigma 1.5 (Wang et al. 2004).

    It is meant for intensities: of a reconstruction whose mean is negative, where two negative
    factors make a positive one, it warns.

    Args:
        reconstructions: (B, C, H, W), H and W at least 11, the window's side.
        images: the ground truth, of the same shape, in [0, 1].

    Raises:
        ValueError: if the shapes differ, a value is not finite, the images are beyond [0, 1], or
            smaller than the window.
    """
    pairs.check(reconstructions, images)
    height, width = images.shape[-2:]
    if min(height, width) < WINDOW:
        allowed = f"at least {WINDOW} x {WINDOW}, the window of SSIM"
        raise ValueError(f"images: {height} x {width} pixels: must be {allowed}")
    negative = reconstructions.mean(dim=(1, 2, 3)) < 0
    _warn("SSIM", reconstructions, negative, "on average negative, which no intensity is")
    return ssim_formula(reconstructions, images)


def psnr_formula(reconstructions: Tensor, images: Tensor) -> Tensor:
    """Return `psnr` without a look at its arguments, so that it can be traced."""
    values = peak_signal_noise_ratio(
        reconstructions, images, data_range=DATA_RANGE, dim=(1, 2, 3), reduction="none"
    )
    return values.clamp(max=HIGHEST)


def ssim_formula(reconstructions: Tensor, images: Tensor) -> Tensor:
    """Return `ssim` without a look at its arguments, so that it can be traced."""
    values = structural_similarity_index_measure(
        reconstructions, images, data_range=DATA_RANGE, sigma=1.5, reduction="none"
    )
    assert isinstance(values, Tensor)  # a pair only where more is asked for
    return values.reshape(len(images))


def _warn(measure: str, reconstructions: Tensor, bad: Tensor, why: str) -> None:
    """Warn of the first reconstruction of which a measure says little."""
    if bool(bad.any()):
        index = int(torch.nonzero(bad)[0])
        low, high = (float(end) for end in reconstructions[index].aminmax())
        found = f"reconstructions[{index}]: values from {low:g} to {high:g}"
        warnings.warn(f"{measure}: {found}: {why}: is its scale right?", RangeWarning, stacklevel=3)
