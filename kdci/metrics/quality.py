"""Image quality, per image, so that systems can be compared in pairs."""

from __future__ import annotations

from torch import Tensor
from torchmetrics.functional.image import (
    peak_signal_noise_ratio,
    structural_similarity_index_measure,
)

DATA_RANGE = 1.0


def psnr(reconstructions: Tensor, images: Tensor) -> Tensor:
    """Return the PSNR [dB] of each reconstruction, (B,), for a data range of 1.

    Args:
        reconstructions: (B, C, H, W).
        images: the ground truth, of the same shape, in [0, 1].
    """
    return peak_signal_noise_ratio(
        reconstructions, images, data_range=DATA_RANGE, dim=(1, 2, 3), reduction="none"
    )


def ssim(reconstructions: Tensor, images: Tensor) -> Tensor:
    """Return the SSIM of each reconstruction, (B,): Gaussian window, sigma 1.5 (Wang et al. 2004).

    Args:
        reconstructions: (B, C, H, W).
        images: the ground truth, of the same shape, in [0, 1].
    """
    values = structural_similarity_index_measure(
        reconstructions, images, data_range=DATA_RANGE, sigma=1.5, reduction="none"
    )
    return values.reshape(len(images))
