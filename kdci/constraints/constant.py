"""Patterns of which the first is given: all ones."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci.constraints.levels import Bipolar


class BipolarAfterConstant(Bipolar):
    """-1 or +1, but the first pattern is +1 everywhere: brightness is measured once, for certain.

    Args:
        patterns: how many, the constant one included.
        bands: see `kdci.constraints.Real`.

    Raises:
        ValueError: if an argument is out of its range.
    """

    def forward(self, latent: Tensor) -> Tensor:
        """Return the patterns of a latent (S, n); its first row has no influence."""
        return torch.cat((torch.ones_like(latent[:1]), super().forward(latent)[1:]))
