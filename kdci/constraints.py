"""Constraints on an encoder's learnable pattern: what the hardware can build.

Each is a parametrisation for `torch.nn.utils.parametrize`: it maps the free latent to the pattern
that the physics sees. Swapping the constraint relaxes the encoder (`kdci.relax`).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.autograd.function import FunctionCtx

from kdci import checks


class StraightThrough(torch.autograd.Function):
    """The pattern forward, the identity backward (Bengio et al. 2013)."""

    @staticmethod
    def forward(ctx: FunctionCtx, latent: Tensor, pattern: Tensor) -> Tensor:
        """Return ``pattern``."""
        return pattern.clone()

    @staticmethod
    def backward(ctx: FunctionCtx, gradient: Tensor) -> tuple[Tensor, None]:
        """Hand the pattern's gradient to the latent."""
        return gradient, None


class Constraint(nn.Module):
    """What a pattern may be."""

    def squared(self, pattern: Tensor) -> Tensor:
        """Return the squared pattern, as the Gram matrix A^H A has it."""
        return pattern.square()


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
        shape = tuple(latent.shape)
        finite = latent.detach().nan_to_num(nan=-float("inf"))  # what is no number comes last
        scores = finite.masked_fill(self._center(shape, latent.device), float("inf"))
        order = torch.argsort(scores.flatten(), descending=True, stable=True)
        pattern = torch.zeros_like(latent).flatten()
        pattern[order[: self.samples(shape)]] = 1
        return StraightThrough.apply(latent, pattern.view(shape))

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


class ClippedIdentity(torch.autograd.Function):
    """Clip to [0, 1]; pass the gradient except where it would push a clipped latent further out."""

    @staticmethod
    def forward(ctx: FunctionCtx, latent: Tensor) -> Tensor:
        """Return the latent, clipped."""
        ctx.save_for_backward(latent)
        return latent.clamp(0, 1)

    @staticmethod
    def backward(ctx: FunctionCtx, gradient: Tensor) -> Tensor:
        """Return the gradient where a descent step stays in range or leads back into it."""
        (latent,) = ctx.saved_tensors
        outward = ((latent < 0) & (gradient > 0)) | ((latent > 1) & (gradient < 0))
        return gradient.masked_fill(outward, 0)


class Real(Constraint):
    """Real-valued in [0, 1], with no budget: the loosest relaxation."""

    def forward(self, latent: Tensor) -> Tensor:
        """Return the latent clipped to [0, 1]."""
        return ClippedIdentity.apply(latent)


class SoftBudget(Constraint):
    """Real-valued in (0, 1), with mean exactly 1 / acceleration (to rounding).

    A sigmoid, rescaled to the wanted mean as in LOUPE (Bahadir et al. 2020): downwards by a
    factor, or upwards by shrinking the distance to one.

    Args:
        acceleration: acceleration factor, 1 to H W.
        slope: steepness of the sigmoid; larger is closer to binary.

    Raises:
        ValueError: if an argument is out of its range.
    """

    def __init__(self, acceleration: float, slope: float = 5.0) -> None:
        super().__init__()
        checks.number_in("acceleration", acceleration, 1, float("1e12"), "1 to pixels")
        checks.number_in("slope", slope, 1e-3, 1e3)
        self.acceleration, self.slope = acceleration, slope

    def extra_repr(self) -> str:
        """Return the settings, for printing."""
        return f"acceleration={self.acceleration:g}, slope={self.slope:g}"

    def forward(self, latent: Tensor) -> Tensor:
        """Return the real-valued pattern of a latent (H, W)."""
        checks.acceleration(self.acceleration, tuple(latent.shape))
        values = torch.sigmoid(self.slope * latent)
        wanted, mean = 1 / self.acceleration, values.mean()
        if mean >= wanted:
            return values * (wanted / mean)
        return 1 - (1 - values) * ((1 - wanted) / (1 - mean))
