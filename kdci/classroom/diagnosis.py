"""In which typical way an answer differs from what is wanted: sign, factor, axis, shift."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

TOLERANCE = 1e-4
"""Relative error up to which two answers are the same: single precision, and a long sum."""


def close(found: Tensor, wanted: Tensor) -> bool:
    """Return whether two tensors of one shape agree, relative to the norm of what is wanted."""
    if found.shape != wanted.shape:
        return False
    found, wanted = (torch.as_tensor(values).to(torch.complex128) for values in (found, wanted))
    return bool((found - wanted).norm() <= TOLERANCE * wanted.norm().clamp_min(1e-30))


def _half(values: Tensor, sign: int) -> Tensor:
    """Return images or spectra (..., H, W) rolled by half their size."""
    return values.roll([sign * (n // 2) for n in values.shape[-2:]], dims=(-2, -1))


SQUARE: dict[str, Callable[[Tensor], Tensor]] = {
    "Rows and columns are exchanged: look at which axis is which.": lambda v: v.mT,
    "It is upside down: look at the direction of the rows.": lambda v: v.flip(-2),
    "It is mirrored: look at the direction of the columns.": lambda v: v.flip(-1),
    "It is turned by half a turn, as after a forward transform where the inverse one is needed.": (
        lambda v: v.flip(-2, -1).roll((1, 1), dims=(-2, -1))
    ),
    "It is shifted by half its size: where does the middle of k-space lie?": lambda v: _half(v, 1),
    "It is shifted by half its size, the other way: which of the two shifts undoes the other?": (
        lambda v: _half(v, -1)
    ),
    "It is off by one row.": lambda v: v.roll(1, -2),
    "It is off by one column.": lambda v: v.roll(1, -1),
    "It is off by one row and one column: the two shifts of k-space differ at odd sizes.": (
        lambda v: v.roll((1, 1), dims=(-2, -1))
    ),
}
ANY: dict[str, Callable[[Tensor], Tensor]] = {
    "Its sign is the opposite one.": torch.neg,
    "Its imaginary part has the opposite sign: where is a conjugate missing, or too much?": (
        torch.conj
    ),
    "Only the real part is there: the imaginary part counts, too.": lambda v: v.real,
}


def explain(found: Tensor, wanted: Tensor) -> str:
    """Return in words how two tensors of one shape, which are not equal, differ.

    Args:
        found: the answer.
        wanted: what it must be.
    """
    if not bool(torch.isfinite(found).all()):
        return "It has values that are not finite: is something divided by zero?"
    if not bool(found.any()):
        return "It is zero everywhere."
    tried = dict(ANY)
    if wanted.ndim >= 2 and min(wanted.shape[-2:]) > 1:
        tried |= SQUARE
    for words, change in tried.items():
        if close(found, change(wanted)) or close(change(found), wanted):
            return words
    return _factor(found, wanted) or _offset(found, wanted) or _largest(found, wanted)


def _factor(found: Tensor, wanted: Tensor) -> str:
    """Return that one tensor is a multiple of the other, if it is."""
    ratio = float((found.conj() * wanted).sum().real / found.abs().square().sum())
    if not ratio or not close(found * ratio, wanted):
        return ""
    factor = 1 / ratio
    for power, words in ((1, "the number of pixels"), (0.5, "the root of the number of pixels")):
        n = wanted[..., :, :].shape[-2:].numel() ** power if wanted.ndim >= 2 else 0
        if n and (abs(factor / n - 1) < TOLERANCE or abs(factor * n - 1) < TOLERANCE):
            return f"It is {factor:.4g} times what it must be: the factor is {words}."
    return f"It is {factor:.4g} times what it must be: which factor is missing, or too much?"


def _offset(found: Tensor, wanted: Tensor) -> str:
    difference = found - wanted
    if found.numel() > 1 and close(difference, difference.mean().expand_as(difference)):
        return "It differs by the same number everywhere."
    return ""


def _largest(found: Tensor, wanted: Tensor) -> str:
    return f"The largest difference is {float((found - wanted).abs().max()):.2g}."
