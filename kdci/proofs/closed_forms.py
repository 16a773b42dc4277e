"""That what an encoder computes in closed form is what its matrix gives."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from kdci.encoders import Encoder, gram
from kdci.metrics.encoders import coherence, singular_values
from kdci.metrics.encoders.base import LARGEST_COLUMNS, LARGEST_MATRIX
from kdci.metrics.encoders.matrix import size
from kdci.proofs.report import Found, small

BOUND = 1e-6
"""Error that a closed form may have; singular values have it as square roots of rounding."""
SIGMAS = 5
"""Standard errors within which an estimate must agree."""

TINY = 1e-12
"""Below, values are compared as if they were this large."""

TOO_LARGE = True, "not checked: the matrix is too large; check a smaller encoder"


def proofs(encoder: Encoder) -> Iterator[tuple[str, Callable[[], Found]]]:
    """Yield name and proof of each closed form that an encoder has; the defaults need none."""
    kind = type(encoder)
    if kind.gram_distance is not Encoder.gram_distance:
        yield "closed form of the Gram distance", lambda: _distance(encoder)
    if kind.gram_misalignment is not Encoder.gram_misalignment:
        yield "closed form of the Gram misalignment", lambda: _misalignment(encoder)
    if singular_values.dispatch(kind) is not singular_values.dispatch(object):
        yield "closed form of the singular values", lambda: _singular_values(encoder)
    if coherence.dispatch(kind) is not coherence.dispatch(object):
        yield "closed form of the coherence", lambda: _coherence(encoder)


def another(encoder: Encoder) -> Encoder:
    """Return a copy with another pattern: of the latent that the next seed draws."""
    other = copy.deepcopy(encoder)
    other.seed = encoder.seed + 1
    with torch.no_grad():
        other.latent.copy_(other.draw(other.constraint, tuple(other.latent.shape)))
    return other


@torch.no_grad()
def _distance(encoder: Encoder) -> Found:
    other = another(encoder)
    found = encoder.gram_distance(other)
    if gram.is_exact(encoder, other):
        return _exact(found, gram.distance(encoder, other))
    return _estimated(found, gram.estimated_distance(encoder, other))


@torch.no_grad()
def _misalignment(encoder: Encoder) -> Found:
    other = another(encoder)
    found = encoder.gram_misalignment(other)
    if gram.is_exact(encoder, other):
        return _exact(found, gram.misalignment(encoder, other))
    return _estimated(found, gram.estimated_misalignment(encoder, other))


def _exact(found: Tensor, wanted: Tensor) -> Found:
    return small("relative error", abs(float(found - wanted)) / max(float(wanted), TINY), BOUND)


def _estimated(found: Tensor, estimate: gram.Estimate) -> Found:
    off = abs(float(found - estimate.value)) / max(estimate.standard_error, TINY)
    return small("standard errors off the estimate:", off, SIGMAS)


def _singular_values(encoder: Encoder) -> Found:
    if not _is_small(encoder):
        return TOO_LARGE
    found, wanted = (f(encoder) for f in (singular_values, singular_values.dispatch(object)))
    if found.shape != wanted.shape:
        return False, f"{len(found)} values, must be {len(wanted)}"
    error = float((found - wanted).abs().max() / wanted[0])
    return small("error relative to the largest", error, BOUND)


def _coherence(encoder: Encoder) -> Found:
    if not _is_small(encoder):
        return TOO_LARGE
    found, wanted = (f(encoder) for f in (coherence, coherence.dispatch(object)))
    return small("error", max(abs(a - b) for a, b in zip(found, wanted, strict=True)), BOUND)


def _is_small(encoder: Encoder) -> bool:
    """Return whether all of the matrix can be looked at."""
    m, n = size(encoder)
    return m * n <= LARGEST_MATRIX and n <= LARGEST_COLUMNS
