r"""Single-pixel camera: :math:`y = H x`, each row of H a pattern shown on a modulator.

Images are (B, 1, H, W), with n = H W pixels, read row by row. Patterns are (S, n), one in each row;
measurements are (B, S). See Duarte et al. 2008, "Single-pixel imaging via compressive sampling".
"""

from __future__ import annotations

import torch
from torch import Tensor

from kdci.physics.gram import (
    gram_distance,
    gram_distance_of_equals,
    gram_distance_of_products,
    gram_misalignment,
)

__all__ = [
    "adjoint",
    "forward",
    "gram_distance",
    "gram_distance_of_equals",
    "gram_distance_of_products",
    "gram_misalignment",
    "pseudo_inverse",
]


def forward(images: Tensor, patterns: Tensor) -> Tensor:
    """Return the noiseless measurements H x: (B, 1, H, W), (S, n) -> (B, S)."""
    return images.flatten(1) @ patterns.T


def adjoint(measurements: Tensor, patterns: Tensor, shape: tuple[int, int]) -> Tensor:
    """Return the back-projection H^T y: (B, S), (S, n) -> (B, 1, H, W) for ``shape`` (H, W)."""
    return (measurements @ patterns).view(-1, 1, *shape)


def pseudo_inverse(
    measurements: Tensor, patterns: Tensor, shape: tuple[int, int], ridge: float
) -> Tensor:
    r"""Return the regularised pseudo-inverse :math:`H^T (H H^T + \rho n I)^{-1} y`.

    The image of least :math:`\|H x - y\|^2 + \rho n \|x\|^2` (Tikhonov). The ridge
    :math:`\rho` > 0 is relative to n, the squared norm of a row of ones, so that it means the same
    at every image size. Only an S x S system is solved, by Cholesky's method and in float64, so
    that equal rows do no harm in float32.

    Args:
        measurements: (B, S).
        patterns: (S, n).
        shape: (H, W) of the images.
        ridge: above 0.
    """
    factor = torch.linalg.cholesky(_ridged(patterns, ridge))
    weights = torch.cholesky_solve(measurements.double().T, factor).T
    return adjoint(weights.to(measurements.dtype), patterns, shape)


def constant_inverse(patterns: Tensor, ridge: float) -> Tensor:
    """Return the (S, S) inverse with which `pseudo_inverse` weights measurements, of (S, n)."""
    inverse: Tensor = torch.linalg.inv(_ridged(patterns, ridge))
    return inverse.to(patterns.dtype)


def pseudo_inverse_by(
    constant: Tensor, measurements: Tensor, patterns: Tensor, shape: tuple[int, int], _: float
) -> Tensor:
    """Return what `pseudo_inverse` does by a `constant_inverse`: ONNX has no solver."""
    return adjoint(measurements @ constant, patterns, shape)


def _ridged(patterns: Tensor, ridge: float) -> Tensor:
    """Return H H^T plus the ridge on its diagonal, (S, S), in float64."""
    rows = patterns.double()
    eye = torch.eye(len(rows), dtype=rows.dtype, device=rows.device)
    return rows @ rows.T + ridge * rows.shape[1] * eye
