"""Which Hadamard patterns a single-pixel camera shows, to train a decoder on.

A mask is (H, W): row i, column j stands for the pattern that changes its sign i times from top to
bottom and j times from left to right. The constant pattern is at (0, 0).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from kdci.widgets.drawing.masks import Random, Stream


def orders(shape: tuple[int, int]) -> dict[str, np.ndarray]:
    """Return by name how late each pattern comes in an order that knows no image, (H, W).

    They are those of the sum, of the largest, and of the product of both sequencies: triangles,
    squares and hyperbolas from the constant pattern on.
    """
    rows, columns = np.indices(shape)
    return {
        "sequency": rows + columns,
        "square": np.maximum(rows, columns),
        "hyperbolic": (rows + 1) * (columns + 1),
    }


@dataclass(frozen=True, kw_only=True)
class Patterns(Stream):
    """Selections of Hadamard patterns; see `kdci.widgets.drawing.masks.Stream`."""

    shares: ClassVar[dict[str, float]] = {
        "fixed": 0.3,
        "mixed": 0.2,
        "ranked": 0.3,
        "painted": 0.2,
    }

    @property
    def origin(self) -> tuple[int, int]:
        """The constant pattern."""
        return 0, 0

    def fixed(self, random: Random, count: int) -> np.ndarray:
        """Return the score of an order, of patterns at random, or of both."""
        height, width = self.spectrum.shape
        late = list(orders((height, width)).values())
        score = -np.log1p(late[random.integers(len(late))])
        share = random.choice([0, random.random(), 1], p=[0.4, 0.4, 0.2])
        noise = random.gumbel(size=score.shape)
        mixed = (1 - share) * score + share * noise
        scaled: np.ndarray = mixed / mixed.std()
        return scaled

    def touched(self, place: np.ndarray, both: bool) -> Sequence[np.ndarray]:
        """Return a place, mirrored into the grid, and perhaps the one with both axes exchanged."""
        inside = np.abs(place)
        return [inside, inside[::-1]] if both else [inside]
