"""Masks of points of k-space, DC at (H // 2, W // 2), to train a decoder on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from torch import Tensor

from kdci.designs.mri import FIXED
from kdci.widgets.drawing.masks import Kind, Random, Stream

SEEDED = {"variable-density", "poisson-disc", "cartesian"}
RARE = "poisson-disc"
"""Takes a hundred times as long as the others, so it is drawn less often."""


@dataclass(frozen=True, kw_only=True)
class Points(Stream):
    """Masks of k-space.

    Args:
        spectrum, held_out, accelerations, sparse: see `kdci.widgets.drawing.masks.Stream`.
        learned: masks, (H, W), some of whose variations are drawn.
    """

    learned: Sequence[Tensor]
    shares: ClassVar[dict[str, float]] = {
        "fixed": 0.4,
        "mixed": 0.1,
        "ranked": 0.2,
        "painted": 0.15,
        "like-learned": 0.15,
    }

    @property
    def origin(self) -> tuple[int, int]:
        """The middle."""
        height, width = self.spectrum.shape
        return height // 2, width // 2

    def kinds(self) -> dict[str, Kind]:
        """Return the kinds by their names."""
        return {**super().kinds(), "like-learned": self.like_learned}

    def fixed(self, random: Random, count: int) -> np.ndarray:
        """Return the score of a mask that nobody learned."""
        rare = random.random() < 0.05
        names = [RARE] if rare else [name for name in FIXED if name != RARE]
        name = names[random.integers(len(names))]
        shape = self.spectrum.shape
        settings = {"seed": int(random.integers(2**31))} if name in SEEDED else {}
        mask = FIXED[name]((shape[0], shape[1]), self.spectrum.numel() / count, **settings)
        return _turned(mask.numpy(), random)

    def ranked(self, random: Random, count: int) -> np.ndarray:
        """Return a score between energy, smooth and white noise, perhaps on one side of DC."""
        ranked: np.ndarray = super().ranked(random, count) + self._side(random)
        return ranked

    def touched(self, place: np.ndarray, both: bool) -> Sequence[np.ndarray]:
        """Return a place, and perhaps the conjugate one."""
        return [place, 2 * np.array(self.origin) - place] if both else [place]

    def like_learned(self, random: Random, count: int) -> np.ndarray:
        """Return the score of a learned mask, changed at random and to the budget."""
        mask = _turned(self.learned[int(random.integers(len(self.learned)))].numpy(), random)
        score: np.ndarray = mask + random.uniform(0, 0.6) * self.ranked(random, count)
        return score

    def _side(self, random: Random) -> np.ndarray:
        """Return a step across k-space through DC at a random angle, half of the time zero."""
        rows, columns = np.indices(self.spectrum.shape)
        angle = random.uniform(0, 2 * np.pi)
        row, column = self.origin
        across = (rows - row) * np.sin(angle) + (columns - column) * np.cos(angle)
        height = random.uniform(0, 4) * (random.random() < 0.5)
        step: np.ndarray = height * (across > -0.5)
        return step


def _turned(mask: np.ndarray, random: Random) -> np.ndarray:
    """Return a mask as it is, or mirrored at DC: what its conjugate points are."""
    return np.roll(mask[::-1, ::-1], (1, 1), (0, 1)) if random.random() < 0.5 else mask
