"""Singular values, condition number and coherence of an encoder's matrix A.

Each kind of encoder registers how they follow from its structure; none builds an n x n matrix.
"""

from __future__ import annotations

from functools import singledispatch
from typing import NamedTuple

import torch
from torch import Tensor

from kdci.encoders import Encoder

LARGEST_GRAM = 32 * 32
"""Pixels (times bands) up to which `gram_matrix` builds the matrix."""


class Coherence(NamedTuple):
    """Inner products of different columns of A, each column divided by its norm, in magnitude.

    ``mutual`` is the largest (Donoho and Elad 2003), ``average`` their mean (Elad 2007, with
    threshold 0); both 0 to 1. Columns that are zero, of what is not measured at all, are left out;
    where fewer than two are left, both are 0.
    """

    mutual: float
    average: float

    @classmethod
    def of(cls, largest: float, total: float, columns: int) -> Coherence:
        """Return it from the largest and the sum of all inner products of different columns."""
        return cls(min(largest, 1.0), total / max(1, columns * (columns - 1)))


@singledispatch
def singular_values(encoder: Encoder) -> Tensor:
    """Return the singular values of A in descending order, as many as its smaller side, float64."""
    raise TypeError(f"encoder: {type(encoder).__name__} has not registered its singular values")


@singledispatch
def coherence(encoder: Encoder) -> Coherence:
    """Return the coherence of the columns of A."""
    raise TypeError(f"encoder: {type(encoder).__name__} has not registered its coherence")


def condition_number(encoder: Encoder, tolerance: float = 1e-6) -> float:
    """Return the largest singular value over the smallest that is not zero (Golub and Van Loan).

    Every encoder that compresses has a null space; what is left, the restriction of A to its row
    space, is what this number is about. Infinite if all values are zero.

    Args:
        encoder: the encoder.
        tolerance: values up to this times the largest count as zero.
    """
    values = singular_values(encoder)
    kept = values[values > tolerance * values[0]]
    return float(kept[0] / kept[-1]) if len(kept) else float("inf")


@torch.no_grad()
def gram_matrix(encoder: Encoder) -> Tensor:
    """Return the magnitudes of the Gram matrix scale A^H A, (n, n), for a picture of it.

    n counts pixels (times bands); MRI's two channels are one complex number.

    Raises:
        ValueError: if n is above 32 x 32.
    """
    channels, height, width = encoder.image_shape
    complex_images = encoder.complex_images
    n = height * width * (1 if complex_images else channels)
    if n > LARGEST_GRAM:
        raise ValueError(
            f"encoder: {n} unknowns: a Gram matrix is built for at most {LARGEST_GRAM}"
        )
    basis = torch.zeros(n, channels * height * width)
    basis[:, :n] = torch.eye(n)
    columns = encoder.scale * encoder.adjoint(encoder.measure(basis.view(n, *encoder.image_shape)))
    columns = columns.flatten(1)
    if complex_images:
        return torch.hypot(columns[:, :n], columns[:, n:]).T
    return columns.abs().T
