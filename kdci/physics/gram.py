r"""Gram matrices of explicit matrices: distances and angles between them, without building them.

A matrix H of S rows and n columns has the Gram matrix :math:`H^T H`, (n, n). For encoders whose
rows are few, all that is compared here costs products of rows alone.
"""

from __future__ import annotations

import torch
from torch import Tensor


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
