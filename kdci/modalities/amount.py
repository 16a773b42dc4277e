"""How little is measured, in a field's own word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def same(value: float) -> float:
    """Return the value: the word is acceleration, or counts what acceleration counts."""
    return value


@dataclass(frozen=True)
class Amount:
    """A field's word for how little is measured, and what it is of an acceleration.

    Args:
        word: such as "acceleration", "gamma" or "snapshots".
        of: makes the amount from an acceleration, unknowns over measurements.
        acceleration: makes an acceleration from the amount.

    Example:
        >>> gamma = Amount("gamma", of=lambda a: 1 / a, acceleration=lambda gamma: 1 / gamma)
        >>> gamma.said(10)
        'gamma 0.1'
    """

    word: str = "acceleration"
    of: Callable[[float], float] = same
    acceleration: Callable[[float], float] = same

    def said(self, acceleration: float) -> str:
        """Return the word and the amount at an acceleration."""
        return f"{self.word} {self.of(acceleration):.4g}"
