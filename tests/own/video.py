"""A laboratory's own modality, outside the package: video by coded exposure.

A camera adds up the frames of one exposure, each seen through a code of its own that a modulator
shows (Hitomi et al. 2011). One picture is measured, all frames are wanted.
"""

from __future__ import annotations

import torch
from torch import Tensor

from kdci import Encoder
from kdci.constraints import Constraint
from kdci.modalities import Amount, Modality

FRAMES = 4


class CodedExposure(Encoder):
    """y = sum over t of C_t x_t: the pattern is the codes C, (T, H, W), of T frames."""

    axes = "frames, height, width"

    def __init__(
        self,
        shape: tuple[int, int],
        constraint: Constraint,
        frames: int = FRAMES,
        latent: Tensor | None = None,
        seed: int = 0,
    ) -> None:
        super().__init__((frames, *shape), (frames, *shape), constraint, latent, seed)

    def measure(self, images: Tensor) -> Tensor:
        return (self.pattern * self.check(images)).sum(dim=1)

    def adjoint(self, measurements: Tensor) -> Tensor:
        return self.pattern * measurements[:, None]


def moving_discs(split: str, count: int, size: int, seed: int) -> Tensor:
    """Return videos of a disc that moves on a straight line, (N, T, H, W), 0 to 1."""
    start = {"train": 0, "validation": 1, "test": 2}[split]
    generator = torch.Generator().manual_seed(3 * seed + start)
    place, speed = torch.rand(2, count, 2, 1, 1, 1, generator=generator)
    times = torch.linspace(0, 1, FRAMES).view(-1, 1, 1)
    centers = size * (0.2 + 0.4 * place + 0.2 * speed * times)
    grid = torch.meshgrid(*2 * [torch.arange(float(size))], indexing="ij")
    distances = torch.hypot(*(g - c for g, c in zip(grid, centers.unbind(dim=1), strict=True)))
    return torch.sigmoid(size / 6 - distances)


frames = Amount("frames", of=lambda a: a, acceleration=lambda a: a)
VIDEO = Modality(
    images=moving_discs, encoders={"adjoint": CodedExposure}, channels=FRAMES, amount=frames
)
