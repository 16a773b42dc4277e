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
<<<<<<< HEAD
=======


def constant_inverse(patterns: Tensor, ridge: float) -> Tensor:
    """Return the (S, S) inverse with which `pseudo_inverse` weights measurements, of (S, n)."""
    return torch.linalg.inv(_ridged(patterns, ridge)).to(patterns.dtype)


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


def gram_distance(patterns: Tensor, other: Tensor) -> Tensor:
    r"""Return :math:`\|H^T H - K^T K\|_F^2`, exactly, without an n x n matrix.

    By `gram_distance_of_equals` for equal numbers of rows, else by `gram_distance_of_products`.

    Args:
        patterns: H, (S, n).
        other: K, (T, n).

    Raises:
        ValueError: if the numbers of pixels differ.
    """
    _check_pixels(patterns, other)
    equal = len(patterns) == len(other)
    return (gram_distance_of_equals if equal else gram_distance_of_products)(patterns, other)


def gram_distance_of_equals(patterns: Tensor, other: Tensor) -> Tensor:
    r"""Return :math:`\|H^T H - K^T K\|_F^2` for two (S, n) matrices, in O(S^2 n).

    With :math:`D = H - K` and :math:`P = H + K`,

    .. math:: H^T H - K^T K = (D^T P + P^T D) / 2.

    A matrix M plus its transpose has the squared norm :math:`2 \|M\|^2 + 2 \langle M, M^T\rangle`.
    For :math:`M = D^T P` the trace may be rotated, which leaves S x S matrices alone:
    :math:`\|M\|^2 = \langle D D^T, P P^T\rangle` and :math:`\langle M, M^T\rangle = \langle X, X^T
    \rangle` for :math:`X = P D^T`. Hence

    .. math:: \|H^T H - K^T K\|^2 = (\langle D D^T, P P^T\rangle + \langle X, X^T\rangle) / 2.

    Every term has the factor D twice, so that nothing large cancels where K is close to H.
    """
    difference, total = patterns - other, patterns + other
    cross = total @ difference.T
    squares = (difference @ difference.T) * (total @ total.T)
    return (squares + cross * cross.T).sum(dtype=torch.float64).to(patterns.dtype) / 2


def gram_distance_of_products(patterns: Tensor, other: Tensor) -> Tensor:
    r"""Return :math:`\|H^T H - K^T K\|_F^2` for any (S, n) and (T, n), from products of rows.

    It is :math:`\|H^T H\|^2 + \|K^T K\|^2 - 2 \langle H^T H, K^T K\rangle`; see `gram_product`.
    The three terms cancel where K is close to H, hence the float64.
    """
    same = gram_product(patterns, patterns) + gram_product(other, other)
    return (same - 2 * gram_product(patterns, other)).to(patterns.dtype)


def gram_misalignment(patterns: Tensor, other: Tensor) -> Tensor:
    r"""Return one minus the cosine between the Gram matrices, 0 (aligned) to 1 (orthogonal).

    :math:`1 - \langle H^T H, K^T K\rangle / (\|H^T H\|_F \|K^T K\|_F)`: one minus uncentred linear
    CKA (Kornblith et al. 2019). Patterns that are all zero are orthogonal to everything.

    Args:
        patterns: H, (S, n).
        other: K, (T, n).

    Raises:
        ValueError: if the numbers of pixels differ.
    """
    _check_pixels(patterns, other)
    squared_norms = gram_product(patterns, patterns) * gram_product(other, other)
    cosine = gram_product(patterns, other) / squared_norms.clamp_min(1e-300).sqrt()
    return (1 - cosine).to(patterns.dtype)


def gram_product(patterns: Tensor, other: Tensor) -> Tensor:
    r"""Return :math:`\langle H^T H, K^T K\rangle = \|H K^T\|_F^2`, a float64; (S, n), (T, n)."""
    return (patterns.double() @ other.double().T).square().sum()


def _check_pixels(patterns: Tensor, other: Tensor) -> None:
    if patterns.shape[1] != other.shape[1]:
        ours, theirs = (f"{p.shape[1]} pixels" for p in (patterns, other))
        raise ValueError(f"other: patterns of {theirs}: must have {ours}, as the first ones")
>>>>>>> 98a859c (Noise: one place, a function of seed and image alone in evaluation; SNR is an argument, export is the encoder's own)
