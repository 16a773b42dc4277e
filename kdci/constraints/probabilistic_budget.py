"""A random mask with a budget: trained by sampling, built from its most probable points."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci import checks
from kdci.constraints.budget import Budget
from kdci.constraints.soft_budget import SoftBudget


class ProbabilisticBudget(SoftBudget):
    """In training nearly binary masks drawn from learned probabilities; else exactly the budget.

    The probabilities are those of `SoftBudget`. In training mode each call draws a mask, relaxed to
    sigmoid(sharpness (p - u)) with u uniform in [0, 1), as LOUPE does (Bahadir et al. 2020); the
    global random state decides the draw. In evaluation mode the pattern is binary, with ones at the
    round(H W / acceleration) most probable points.

    Args:
        acceleration: acceleration factor, 1 to H W.
        slope: steepness of the sigmoid that makes probabilities of latents.
        sharpness: steepness of the sigmoid that makes masks of probabilities; LOUPE's is 12.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        >>> constraint = ProbabilisticBudget(acceleration=4).eval()
        >>> int(constraint(torch.randn(8, 8)).sum())
        16
    """

    def __init__(self, acceleration: float, slope: float = 5.0, sharpness: float = 12.0) -> None:
        super().__init__(acceleration, slope)
        checks.number_in("sharpness", sharpness, 1e-3, 1e3)
        self.sharpness = sharpness

    def extra_repr(self) -> str:
        """Return the settings, for printing."""
        return f"{super().extra_repr()}, sharpness={self.sharpness:g}"

    def forward(self, latent: Tensor) -> Tensor:
        """Return a random mask (H, W) in training, else the binary one."""
        if not self.training:
            return Budget(self.acceleration).forward(latent)  # probabilities rise with latents
        probabilities = super().forward(latent)
        return torch.sigmoid(self.sharpness * (probabilities - torch.rand_like(probabilities)))
