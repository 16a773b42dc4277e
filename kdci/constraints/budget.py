"""An exact budget: the MRI mask that samples a given number of points."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci import checks
from kdci.constraints.base import Constraint, straight_through


class Budget(Constraint):
    """Binary, with exactly round(H W / acceleration) ones: the largest latents, straight-through.

    Only the order of the latents matters, so they have no range to be clipped to. Ties are broken
    by position, so the count is exact even for constant latents.

    Args:
        acceleration: acceleration factor, 1 to H W.
        center: side of the fully sampled square around DC, as a fraction of each side, 0 to 1.

    Raises:
        ValueError: if an argument is out of its range, or the centre alone exceeds the budget.
    """

    def __init__(self, acceleration: float, center: float = 0.0) -> None:
        super().__init__()
        checks.number_in("acceleration", acceleration, 1, float("1e12"), "1 to pixels")
        checks.number_in("center", center, 0, 1, "a fraction of each side")
        self.acceleration, self.center = acceleration, center

    def extra_repr(self) -> str:
        """Return the settings, for printing."""
        return f"acceleration={self.acceleration:g}, center={self.center:g}"

    def samples(self, shape: tuple[int, int]) -> int:
        """Return the number of ones for a pattern of ``shape``."""
        checks.acceleration(self.acceleration, shape)
        return round(shape[0] * shape[1] / self.acceleration)

    def forward(self, latent: Tensor) -> Tensor:
        """Return the binary pattern of a latent (H, W)."""
        height, width = latent.shape
        shape = height, width
        finite = latent.detach().nan_to_num(nan=-float("inf"))  # what is no number comes last
        scores = finite.masked_fill(self._center(shape, latent.device), float("inf"))
        order = torch.argsort(scores.flatten(), descending=True, stable=True)
        pattern = torch.zeros_like(latent).flatten()
        pattern[order[: self.samples(shape)]] = 1
        return straight_through(latent, pattern.view(shape))

    def squared(self, pattern: Tensor) -> Tensor:
        """Return the squared pattern, which for a binary one is the pattern itself.

        Written so, an entry that is 0 gets a gradient (slope 1, the slope of m^2 from 0 to 1);
        the chain rule would give it 2 m = 0, and what is not sampled could never be learned.
        """
        return pattern

    def _center(self, shape: tuple[int, int], device: torch.device) -> Tensor:
        inside = torch.zeros(shape, dtype=torch.bool, device=device)
        height, width = (round(self.center * n) for n in shape)
        top, left = (n // 2 - side // 2 for n, side in zip(shape, (height, width), strict=True))
        inside[top : top + height, left : left + width] = True
        if height * width > self.samples(shape):
            allowed = f"at most the budget of {self.samples(shape)} samples"
            raise ValueError(
                f"center={self.center!r}: {height} x {width} samples, must be {allowed}"
            )
        return inside


class ChainRuleBudget(Budget):
    """A `Budget` that follows the chain rule through the square: a trap, kept for comparison.

    The gradient of m^2 is 2 m, which is 0 wherever nothing is sampled: the encoder is starved.
    """

    def squared(self, pattern: Tensor) -> Tensor:
        """Return the squared pattern, with the gradient 2 m."""
        return pattern.square()
