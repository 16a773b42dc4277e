"""Every encoder of the package: an entry here, and all proofs of this folder run on it."""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from kdci import Budget, MRIEncoder, Real, SoftBudget
from kdci.encoders import Encoder

Shape = tuple[int, int]


@dataclass(frozen=True)
class Entry:
    """How to make an encoder for images of a shape, with a random pattern; is it differentiable?"""

    make: Callable[[Shape, int], Encoder]
    smooth: bool


def random(shape: Shape, seed: int) -> torch.Tensor:
    """Return random latents well inside (0, 1)."""
    return 0.1 + 0.8 * torch.rand(shape, generator=torch.Generator().manual_seed(seed))


ENCODERS = {
    "mri-budget": Entry(lambda s, seed: MRIEncoder(s, Budget(3), random(s, seed)), smooth=False),
    "mri-real": Entry(lambda s, seed: MRIEncoder(s, Real(), random(s, seed)), smooth=True),
    "mri-soft": Entry(lambda s, seed: MRIEncoder(s, SoftBudget(4), random(s, seed)), smooth=True),
}
