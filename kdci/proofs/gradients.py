"""That gradients are those of the values: of images, measurements and pattern.

A derivative along a random direction is compared with a central difference, in float64; so the
check costs as much at any size.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from kdci.constraints import Frozen
from kdci.encoders import Encoder, explicit
from kdci.proofs.linear import images, measurements
from kdci.proofs.report import Found, small

STEP, BOUND = 1e-6, 1e-6
"""Of the central difference, relative to the values; and the relative error that it may have."""


def of_images(encoder: Encoder) -> Found:
    """The gradients of measurements and back-projection with respect to the images."""
    return _compare(
        lambda x: _mixed(encoder.measure(x), encoder.backproject(x)),
        images(encoder, 0),
    )


def of_measurements(encoder: Encoder) -> Found:
    """The gradient of the adjoint with respect to measurements."""
    y = measurements(encoder, 0).detach()
    return _compare(
        lambda values: _mixed(encoder.adjoint(explicit.like(values, y))),
        explicit.flat(y),
    )


def of_pattern(encoder: Encoder) -> Found:
    """The gradients of measurements and adjoint with respect to the pattern, constraint aside."""
    constraint, pattern = encoder.constraint, encoder.pattern.detach().clone()
    free = encoder.relaxed(Frozen(constraint.patterns, constraint.bands))
    with torch.no_grad():
        free.latent.copy_(pattern)
    x, y = images(free, 0), measurements(free, 0).detach()
    key = "encoder.parametrizations.pattern.original"
    both = _Both(free, x, y)
    return _compare(
        lambda values: torch.func.functional_call(both, {key: values}, ()),
        pattern,
    )


class _Both(torch.nn.Module):
    """The measurements of images and the back-projection of measurements, as one number."""

    def __init__(self, encoder: Encoder, x: Tensor, y: Tensor) -> None:
        super().__init__()
        self.encoder, self.x, self.y = encoder, x, y

    def forward(self) -> Tensor:
        return _mixed(self.encoder.measure(self.x), self.encoder.adjoint(self.y))


def _mixed(*values: Tensor) -> Tensor:
    """Return one number of all values: their inner product with fixed random ones."""
    generator = torch.Generator().manual_seed(3)
    total = torch.zeros((), dtype=torch.float64)
    for value in map(explicit.flat, values):
        weights = torch.randn(value.shape, generator=generator, dtype=torch.float64).to(value)
        total = total.to(value) + (weights * value).sum()
    return total


def _compare(function: Callable[[Tensor], Tensor], at: Tensor) -> Found:
    """Return whether a function's derivative is that of its values, in one direction.

    The direction is the gradient itself with random changes, so that the derivative is not near
    zero; where there is no gradient at all, a random one.
    """
    at = at.detach().clone().requires_grad_()
    value = function(at)
    gradient = torch.zeros_like(at)
    if value.requires_grad:
        (found,) = torch.autograd.grad(value, at, allow_unused=True)
        gradient = gradient if found is None else found
    generator = torch.Generator().manual_seed(4)
    random = torch.randn(at.shape, generator=generator, dtype=torch.float64).to(at)
    direction = random / random.norm() + gradient / gradient.norm().clamp_min(1e-30)
    with torch.no_grad():
        step = STEP * at.abs().max().clamp_min(1e-3) * direction / direction.abs().max()
        wanted = (function(at + step) - function(at - step)) / 2
        error = float(((gradient * step).sum() - wanted).abs() / wanted.abs().clamp_min(1e-30))
    return small("relative error", error, BOUND)
