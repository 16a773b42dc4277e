"""Singular values, condition number and coherence of an encoder's matrix A.

The encoders of this package register how they follow from their structure; none builds an n x n
matrix. For any other encoder they come from the matrix itself, up to a size, and beyond it from as
much of it as can be looked at, which a warning says.
"""

from __future__ import annotations

import warnings
from functools import singledispatch
from typing import NamedTuple

import torch
from torch import Tensor

from kdci.encoders import Encoder, explicit
from kdci.encoders.gram import EstimateWarning
from kdci.metrics.encoders import lanczos, matrix

LARGEST_GRAM = 32 * 32
"""Pixels (times bands) up to which `gram_matrix` builds the matrix."""
LARGEST_MATRIX = 2**22
"""Numbers of A up to which an encoder without a closed form is measured column by column."""
LARGEST_COLUMNS, SOME_COLUMNS = 4096, 1024
"""Columns of A up to which all pairs are compared, and how many are drawn beyond."""
BLOCK = 1024
"""Columns whose inner products with all others are held at a time."""
ROUNDING = 1e-12
"""Columns up to this times the longest are what rounding has left of zero."""


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

    @classmethod
    def between(cls, columns: Tensor) -> Coherence:
        """Return it for explicit columns, (m, n), real or complex, from all their products."""
        norms = columns.norm(dim=0)
        kept = norms > ROUNDING * norms.max()
        columns = columns[:, kept] / norms[kept]
        n = columns.shape[1]
        largest, total = 0.0, 0.0
        for start in range(0, n, BLOCK):
            products = (columns[:, start : start + BLOCK].mH @ columns).abs()
            rows = torch.arange(len(products))
            products[rows, start + rows] = 0
            largest, total = max(largest, float(products.max())), total + float(products.sum())
        return cls.of(largest, total, columns=n)


@singledispatch
def singular_values(encoder: Encoder) -> Tensor:
    """Return the singular values of A in descending order, as many as its smaller side, float64.

    An encoder without a closed form whose A has more than `LARGEST_MATRIX` numbers gets, with a
    warning, the ends of its spectrum alone; see `kdci.metrics.encoders.lanczos`.
    """
    m, n = matrix.size(encoder)
    if m * n <= LARGEST_MATRIX:
        values: Tensor = torch.linalg.svdvals(matrix.columns(encoder, torch.arange(n)))
        return values
    found = lanczos.spectrum(encoder)
    known = f"is known to {lanczos.CONVERGED:.0%}"
    rest = known if found.converged else "has not converged, and the condition number is larger"
    _warn(
        f"{explicit.name(encoder)}: {m:,} x {n:,} numbers: all singular values are found up to "
        f"{LARGEST_MATRIX:,} numbers, and here by Lanczos iterations those at the ends alone; "
        f"the smallest that is not zero {rest}"
    )
    return found.values


@singledispatch
def coherence(encoder: Encoder) -> Coherence:
    """Return the coherence of the columns of A.

    An encoder without a closed form that has more than `LARGEST_COLUMNS` columns, or more than
    `LARGEST_MATRIX` numbers, gets, with a warning, that of `SOME_COLUMNS` columns drawn at random.
    """
    m, n = matrix.size(encoder)
    if m * n <= LARGEST_MATRIX and n <= LARGEST_COLUMNS:
        return Coherence.between(matrix.columns(encoder, torch.arange(n)))
    some = torch.randperm(n, generator=torch.Generator().manual_seed(0))[:SOME_COLUMNS]
    _warn(
        f"{explicit.name(encoder)}: {n:,} columns of {m:,} numbers: the coherence is that of "
        f"{len(some):,} of them, drawn at random with a fixed seed: the average is an estimate, "
        "the mutual coherence at least what is returned"
    )
    return Coherence.between(matrix.columns(encoder, some))


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


def _warn(text: str) -> None:
    """Say that a measure is not exact; Python shows a warning of the same words once."""
    warnings.warn(text, EstimateWarning, stacklevel=3)
