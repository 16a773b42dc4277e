"""That the pattern has the values, and uses the budget, that its constraint allows."""

from __future__ import annotations

from functools import singledispatch

import torch
from torch import Tensor

from kdci.constraints import Budget, Constraint, OneBand, ProbabilisticBudget, Real, SoftBudget
from kdci.constraints.levels import Levels
from kdci.encoders import Encoder
from kdci.proofs.report import Found

ROUNDING = 1e-6


@torch.no_grad()
def kept(encoder: Encoder) -> Found:
    """The pattern in evaluation mode is finite and not all zero, and is `allowed`."""
    pattern = encoder.pattern
    if not bool(pattern.isfinite().all()):
        return False, "the pattern has values that are not finite"
    if not bool(pattern.any()):
        return False, "the pattern is all zero: nothing is measured"
    return allowed(encoder.constraint, pattern)


@singledispatch
def allowed(constraint: Constraint, pattern: Tensor) -> Found:
    """Return whether a pattern is as its constraint says, and what was found, in words.

    A constraint of one's own registers here what it promises; of others finite values are asked.
    """
    low, high = (float(end) for end in pattern.aminmax())
    return True, f"values from {low:g} to {high:g}"


@allowed.register
def _(constraint: Real, pattern: Tensor) -> Found:
    low, high = (float(end) for end in pattern.aminmax())
    found = f"values from {low:g} to {high:g}, may be from {constraint.low:g} to"
    return constraint.low <= low and high <= constraint.high, f"{found} {constraint.high:g}"


@allowed.register
def _(constraint: Levels, pattern: Tensor) -> Found:
    levels = torch.linspace(
        constraint.low, constraint.high, constraint.levels, dtype=torch.float64
    ).to(pattern)
    values = pattern.unique()
    off = (values[:, None] - levels).abs().amin(dim=1).max()
    span = constraint.high - constraint.low
    return float(off) <= ROUNDING * span, f"{len(values)} values, {float(off):.1e} off the levels"


@allowed.register
def _(constraint: OneBand, pattern: Tensor) -> Found:
    good = bool(((pattern == 0) | (pattern == 1)).all() and (pattern.sum(dim=0) == 1).all())
    return good, "one band passes at each pixel" if good else "not one band passes at each pixel"


@allowed.register
def _(constraint: Budget, pattern: Tensor) -> Found:
    found, wanted = int(pattern.sum()), constraint.samples((pattern.shape[0], pattern.shape[1]))
    binary = bool(((pattern == 0) | (pattern == 1)).all())
    return binary and found == wanted, f"{found} samples, must be {wanted}, each 0 or 1"


@allowed.register
def _(constraint: SoftBudget, pattern: Tensor) -> Found:
    found, wanted = float(pattern.double().mean()), 1 / constraint.acceleration
    good = abs(found / wanted - 1) <= ROUNDING
    return good, f"mean {found:.6g}, must be {wanted:.6g}"


@allowed.register
def _(constraint: ProbabilisticBudget, pattern: Tensor) -> Found:
    return allowed(Budget(constraint.acceleration), pattern)
