"""A budget on average: the relaxation of an MRI mask to real values."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci import checks
from kdci.constraints.base import Constraint


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
        height, width = latent.shape
        checks.acceleration(self.acceleration, (height, width))
        values = torch.sigmoid(self.slope * latent)
        wanted, mean = 1 / self.acceleration, values.mean()
        if mean >= wanted:
            return values * (wanted / mean)
        return 1 - (1 - values) * ((1 - wanted) / (1 - mean))
