"""Masks of all kinds and budgets, to train a decoder on: each a function of a seed.

Every mask is (H, W), float32, 0 or 1, DC at (H // 2, W // 2). A kind gives each point a score; the
mask has the points with the highest scores, so its number of points is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from kdci.designs.mri import FIXED

Random = np.random.Generator
SEEDED = {"variable-density", "poisson-disc", "cartesian"}
RARE = "poisson-disc"
"""Takes a hundred times as long as the others, so it is drawn less often."""


@dataclass(frozen=True)
class Stream:
    """Where the masks of a training come from.

    Args:
        spectrum: mean energy at each point of k-space, (H, W), of the training images.
        learned: masks, (H, W), some of whose variations are drawn.
        held_out: numbers of points that are never drawn: those of the masks to be tested.
        accelerations: smallest and largest one; the logarithm is uniform between them.
        sparse: the largest acceleration of one mask in ten: a drawing that has just begun.
    """

    spectrum: Tensor
    learned: Sequence[Tensor]
    held_out: frozenset[int]
    accelerations: tuple[float, float] = (2, 16)
    sparse: float = 128

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
        kinds = tuple(KINDS)
        kind = kinds[random.choice(len(kinds), p=[SHARES[name] for name in kinds])]
        score = KINDS[kind](self, random, count)
        chosen = np.argsort(-score.ravel(), kind="stable")[:count]
        mask = torch.zeros(self.spectrum.numel())
        mask[torch.from_numpy(chosen)] = 1
        return mask.view(self.spectrum.shape)

    def fixed(self, random: Random, count: int) -> np.ndarray:
        """Return the score of a mask that nobody learned."""
        rare = random.random() < 0.05
        names = [RARE] if rare else [name for name in FIXED if name != RARE]
        name = names[random.integers(len(names))]
        shape = self.spectrum.shape
        settings = {"seed": int(random.integers(2**31))} if name in SEEDED else {}
        mask = FIXED[name]((shape[0], shape[1]), self.spectrum.numel() / count, **settings)
        return _turned(mask.numpy(), random)

    def mixed(self, random: Random, count: int) -> np.ndarray:
        """Return the score of a mixture of two that nobody learned."""
        share = random.random()
        both = share * self.fixed(random, count) + (1 - share) * self.fixed(random, count)
        return both + random.uniform(0, 0.5) * random.random(both.shape)

    def ranked(self, random: Random, count: int) -> np.ndarray:
        """Return a score between energy, smooth and white noise, perhaps on one side of DC."""
        energy = np.log(self.spectrum.numpy() + 1e-9)
        score = energy / energy.std() + random.uniform(0, 1.5) * self.smooth(random)
        score += random.uniform(0, 1) ** 2 * random.standard_normal(score.shape)
        score += _side(score.shape, random)
        ranked: np.ndarray = score
        return ranked

    def painted(self, random: Random, count: int) -> np.ndarray:
        """Return a score that falls with the time at which a brush came by."""
        shape = np.array(self.spectrum.shape)
        rows, columns = np.indices(self.spectrum.shape)
        score = 0.01 * random.random(self.spectrum.shape)
        both = random.random() < 0.5
        place, radius = shape / 2, 1.0
        for stroke in range(400):
            if stroke % 8 == 0:
                place = shape / 2 + random.normal(0, random.uniform(1, 12), 2)
                radius = random.uniform(0.8, 6)
            place = place + random.normal(0, 2.5, 2)
            ends = [place, 2 * (shape // 2) - place] if both else [place]
            for row, column in ends:
                near = np.hypot(rows - row, columns - column) <= radius
                score[near] = np.maximum(score[near], 400 - stroke)
            if (score >= 1).sum() >= count:
                break
        return score

    def like_learned(self, random: Random, count: int) -> np.ndarray:
        """Return the score of a learned mask, changed at random and to the budget."""
        mask = _turned(self.learned[int(random.integers(len(self.learned)))].numpy(), random)
        score: np.ndarray = mask + random.uniform(0, 0.6) * self.ranked(random, count)
        return score

    def smooth(self, random: Random) -> np.ndarray:
        """Return a smooth random field (H, W) of unit size."""
        knots = torch.from_numpy(random.standard_normal((1, 1, *random.integers(3, 12, 2))))
        size = self.spectrum.shape
        field = torch.nn.functional.interpolate(knots, size, mode="bicubic", align_corners=True)
        values: np.ndarray = field[0, 0].numpy()
        return values


KINDS: dict[str, Callable[[Stream, Random, int], np.ndarray]] = {
    "fixed": Stream.fixed,
    "mixed": Stream.mixed,
    "ranked": Stream.ranked,
    "painted": Stream.painted,
    "like-learned": Stream.like_learned,
}
SHARES = {"fixed": 0.25, "mixed": 0.15, "ranked": 0.25, "painted": 0.2, "like-learned": 0.15}
"""How often each kind is drawn."""


def _turned(mask: np.ndarray, random: Random) -> np.ndarray:
    """Return a mask as it is, or mirrored at DC: what its conjugate points are."""
    return np.roll(mask[::-1, ::-1], (1, 1), (0, 1)) if random.random() < 0.5 else mask


def _side(shape: tuple[int, ...], random: Random) -> np.ndarray:
    """Return a step across k-space through DC at a random angle, half of the time zero."""
    rows, columns = np.indices(shape)
    angle = random.uniform(0, 2 * np.pi)
    across = (rows - shape[0] // 2) * np.sin(angle) + (columns - shape[1] // 2) * np.cos(angle)
    height = random.uniform(0, 4) * (random.random() < 0.5)
    step: np.ndarray = height * (across > -0.5)
    return step
