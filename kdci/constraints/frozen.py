"""A pattern as it is: what was learned, or built, becomes a constant."""

from __future__ import annotations

from torch import Tensor

from kdci.constraints.base import Constraint


class Frozen(Constraint):
    """The latent is the pattern.

    Args:
        patterns: see `Constraint`.
        bands: see `Constraint`.
    """

    def __init__(self, patterns: int | None = None, bands: int | None = None) -> None:
        super().__init__()
        self.patterns, self.bands = patterns, bands

    def extra_repr(self) -> str:
        """Return the settings, for printing."""
        return f"patterns={self.patterns}, bands={self.bands}"

    def forward(self, latent: Tensor) -> Tensor:
        """Return the latent."""
        return latent
