"""What a single-pixel camera's patterns can tell of an image: the space that their rows span."""

from __future__ import annotations

import torch
from scipy import fft
from torch import Tensor

from kdci import checks
from kdci.encoders import SPCEncoder

TOLERANCE = 1e-6
"""Singular values up to this times the largest count as zero."""


def row_space(encoder: SPCEncoder) -> Tensor:
    """Return an orthonormal basis of the space that the patterns span, (rank, n), float64."""
    _, values, rows = torch.linalg.svd(encoder.pattern.detach().double(), full_matrices=False)
    spanned: Tensor = rows[values > TOLERANCE * values[0]]
    return spanned


def contrast_captured(encoder: SPCEncoder, images: Tensor) -> float:
    """Return the share of the images' contrast that lies in the row space, 0 to 1.

    The contrast is the energy of the images (B, 1, H, W) after each one's own mean is taken off. No
    linear reconstruction from the measurements can hold more of it.

    Raises:
        ValueError: if the images are not those of the encoder, or none has any contrast.
    """
    encoder.check(images)
    pixels = images.double().flatten(1)
    pixels = pixels - pixels.mean(dim=1, keepdim=True)
    total = pixels.square().sum()
    if total == 0:
        raise ValueError("images: each of one value: at least one must have some contrast")
    inside = pixels @ row_space(encoder).T
    return float(inside.square().sum() / total)


def brightness_repeats(encoder: SPCEncoder) -> float:
    """Return how many patterns' worth of the measurements are spent on the image's brightness.

    It is the sum of the patterns' squared means: 1 for one pattern of ones among patterns of mean
    zero, and S for S patterns of ones.
    """
    return float(encoder.pattern.detach().double().mean(dim=1).square().sum())


def frequency_coverage(encoder: SPCEncoder) -> Tensor:
    """Return how much of each cosine pattern lies in the row space, (H, W), float64, 0 to 1.

    Rows are vertical, columns horizontal frequencies of the DCT-II; the constant is at (0, 0). The
    sum is the number of independent patterns.
    """
    rows = row_space(encoder).view(-1, *encoder.image_shape[1:]).numpy()
    spectra = fft.dctn(rows, axes=(1, 2), norm="ortho")
    return torch.from_numpy((spectra**2).sum(axis=0))


def cosine_energy(images: Tensor) -> Tensor:
    """Return the mean energy of images (B, 1, H, W) at each cosine pattern, (H, W), float64.

    Raises:
        ValueError: if the images have another shape.
    """
    checks.images("images", images, 1)
    spectra = fft.dctn(images[:, 0].double().numpy(), axes=(1, 2), norm="ortho")
    return torch.from_numpy((spectra**2).mean(axis=0))
