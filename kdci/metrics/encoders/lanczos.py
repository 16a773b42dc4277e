r"""The ends of an encoder's spectrum, without its matrix: Lanczos iterations (Golub and Van Loan).

They run on the smaller of :math:`A A^H` and :math:`A^H A`, and start inside its range: what A maps
to zero never enters, so the smallest value that is found is the smallest that is *not* zero, which
iterations that restart with random vectors (ARPACK's, in scipy) cannot promise. All vectors are
kept, and each is orthogonalised twice to those before it, so that rounding makes no copies. A
value that A has several times may come once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
from scipy.linalg import eigh_tridiagonal
from torch import Tensor

from kdci.encoders import Encoder, explicit
from kdci.metrics.encoders.matrix import in_double
from kdci.patterns import computed_once

Operator = Callable[[Tensor], Tensor]
"""A symmetric matrix, as what it makes of a vector."""
ITERATIONS = 256
CONVERGED = 1e-2
"""Relative uncertainty up to which a singular value counts as found."""
ROUNDING = 1e-12
"""Eigenvalues, and remainders, up to this times the largest count as zero."""


class Spectrum(NamedTuple):
    """Singular values above zero, float64, in descending order; the last one is never too small."""

    values: Tensor
    converged: bool
    """Whether the last one is known to `CONVERGED`; all others are."""


@torch.no_grad()
def spectrum(encoder: Encoder, iterations: int = ITERATIONS) -> Spectrum:
    """Return what Lanczos iterations find of an encoder's singular values above zero.

    The start vector is always the same; the global random state is left alone.
    """
    encoder = in_double(encoder)
    with computed_once(encoder):  # a random pattern is drawn once
        operator, start = _normal(encoder)
        if not start.any():
            return Spectrum(start.new_zeros(1), True)
        eigenvalues, residuals = ritz(operator, start, iterations)
    above = eigenvalues > ROUNDING * eigenvalues[-1]
    values = eigenvalues[above].sqrt()
    found = residuals[above] <= 2 * CONVERGED * eigenvalues[above]  # d sqrt(t) / sqrt(t) = dt / 2t
    smallest_found = bool(found[0])
    found[0] = True
    return Spectrum(values[found].flip(0), smallest_found)


def ritz(operator: Operator, start: Tensor, iterations: int) -> tuple[Tensor, Tensor]:
    """Return the eigenvalues of an operator on a Krylov space, ascending, and their residuals.

    To each of them the operator has an eigenvalue that is no further away than the residual.

    Args:
        operator: a symmetric positive matrix.
        start: the vector that the space begins with, not zero.
        iterations: how many at most; fewer where the space is exhausted.
    """
    basis = start.new_zeros(min(iterations, len(start)) + 1, len(start))
    basis[0] = start / start.norm()
    diagonal: list[float] = []
    beside: list[float] = []
    for step in range(len(basis) - 1):
        image = operator(basis[step])
        diagonal.append(float(image @ basis[step]))
        known = basis[: step + 1]
        for _ in range(2):
            image = image - known.T @ (known @ image)
        beside.append(float(image.norm()))
        if beside[-1] <= ROUNDING * max(diagonal):
            beside[-1] = 0.0
            break
        basis[step + 1] = image / beside[-1]
    values, vectors = eigh_tridiagonal(diagonal, beside[:-1])
    return torch.from_numpy(values), torch.from_numpy(beside[-1] * abs(vectors[-1]))


def _normal(encoder: Encoder) -> tuple[Operator, Tensor]:
    """Return the smaller of A A^H and A^H A as an operator, and a vector in its range."""
    generator = torch.Generator().manual_seed(0)
    image = torch.randn((1, *encoder.image_shape), generator=generator, dtype=torch.float64)
    measured = encoder.measure(image.to(encoder.latent))

    def there(vector: Tensor) -> Tensor:
        return explicit.flat(encoder.measure(vector.view(1, *encoder.image_shape)))[0]

    def back(vector: Tensor) -> Tensor:
        return encoder.adjoint(explicit.like(vector[None], measured)).flatten()

    values = explicit.flat(measured)[0]
    if len(values) <= explicit.unknowns(encoder):
        return lambda vector: there(back(vector)), values
    return lambda vector: back(there(vector)), back(values)
