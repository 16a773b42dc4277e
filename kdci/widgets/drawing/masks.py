"""Masks of all kinds and budgets, to train a decoder on: each a function of a seed.

Every mask is (H, W), float32, 0 or 1. A kind gives each point a score; the mask has the points with
the highest scores, so its number of points is exact.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor

Random = np.random.Generator
Kind = Callable[[Random, int], np.ndarray]
"""From random numbers and a number of points to the score of each point, (H, W)."""


@dataclass(frozen=True, kw_only=True)
class Stream(ABC):
    """Where the masks of a training come from.

    Args:
        spectrum: mean energy at each point, (H, W), of the training images.
        held_out: numbers of points that are never drawn: those of the masks to be tested.
        accelerations: smallest and largest one; the logarithm is uniform between them.
        sparse: the largest acceleration of one mask in ten: a drawing that has just begun.
    """

    spectrum: Tensor
    held_out: frozenset[int]
    accelerations: tuple[float, float] = (2, 16)
    sparse: float = 128

    shares: ClassVar[dict[str, float]]
    """How often each kind is drawn."""

    @property
    @abstractmethod
    def origin(self) -> tuple[int, int]:
        """Row and column of the constant image."""

    @abstractmethod
    def fixed(self, random: Random, count: int) -> np.ndarray:
        """Return the score of a mask that nobody learned."""

    @abstractmethod
    def touched(self, place: np.ndarray, both: bool) -> Sequence[np.ndarray]:
        """Return the places that a brush at one place paints; ``both``: if it may paint two."""

    def kinds(self) -> dict[str, Kind]:
        """Return the kinds by their names."""
        return {
            "fixed": self.fixed,
            "mixed": self.mixed,
            "ranked": self.ranked,
            "painted": self.painted,
        }

    def mask(self, seed: int) -> Tensor:
        """Return the mask of a seed."""
        random = np.random.default_rng(seed)
        low, high = self.accelerations
        if random.random() < 0.1:
            low, high = high, self.sparse
        count = self.spectrum.numel()
        while count in {self.spectrum.numel(), *self.held_out}:
            acceleration = float(np.exp(random.uniform(np.log(low), np.log(high))))
            count = round(self.spectrum.numel() / acceleration)
        kinds = self.kinds()
        names = tuple(kinds)
        kind = names[random.choice(len(names), p=[self.shares[name] for name in names])]
        score = kinds[kind](random, count)
        chosen = np.argsort(-score.ravel(), kind="stable")[:count]
        mask = torch.zeros(self.spectrum.numel())
        mask[torch.from_numpy(chosen)] = 1
        return mask.view(self.spectrum.shape)

    def mixed(self, random: Random, count: int) -> np.ndarray:
        """Return the score of a mixture of two that nobody learned."""
        share = random.random()
        both = share * self.fixed(random, count) + (1 - share) * self.fixed(random, count)
        return both + random.uniform(0, 0.5) * random.random(both.shape)

    def ranked(self, random: Random, count: int) -> np.ndarray:
        """Return a score between energy, smooth and white noise."""
        energy = np.log(self.spectrum.numpy() + 1e-9)
        score = energy / energy.std() + random.uniform(0, 1.5) * self.smooth(random)
        score += random.uniform(0, 1) ** 2 * random.standard_normal(score.shape)
        ranked: np.ndarray = score
        return ranked

    def painted(self, random: Random, count: int) -> np.ndarray:
        """Return a score that falls with the time at which a brush came by."""
        origin = np.array(self.origin, dtype=float)
        rows, columns = np.indices(self.spectrum.shape)
        score = 0.01 * random.random(self.spectrum.shape)
        both = random.random() < 0.5
        place, radius = origin, 1.0
        for stroke in range(400):
            if stroke % 8 == 0:
                place = origin + random.normal(0, random.uniform(1, 12), 2)
                radius = random.uniform(0.8, 6)
            place = place + random.normal(0, 2.5, 2)
            for row, column in self.touched(place, both):
                near = np.hypot(rows - row, columns - column) <= radius
                score[near] = np.maximum(score[near], 400 - stroke)
            if (score >= 1).sum() >= count:
                break
        return score

    def smooth(self, random: Random) -> np.ndarray:
        """Return a smooth random field (H, W) of unit size."""
        knots = torch.from_numpy(random.standard_normal((1, 1, *random.integers(3, 12, 2))))
        size = self.spectrum.shape
        field = torch.nn.functional.interpolate(knots, size, mode="bicubic", align_corners=True)
        values: np.ndarray = field[0, 0].numpy()
        return values
