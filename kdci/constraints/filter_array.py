"""What a filter array can be: one spectral band for each pixel of its tile."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci import checks
from kdci.constraints.base import Constraint, straight_through
from kdci.constraints.levels import SPREAD


class OneBand(Constraint):
    """Each pixel passes exactly one band, that of its largest latent, straight-through.

    Chakrabarti (2016) chooses among the filters of a pixel by a soft-max whose temperature falls;
    here the choice is hard from the first step. Only the order of a pixel's latents matters, so
    they have no range to be clipped to. Of equal latents the first band's is taken.

    Args:
        bands: spectral bands L among which each pixel chooses, 1 or more.

    Raises:
        ValueError: if the bands are no such number, or (on call) the latent has others.
    """

    patterns = 1
    """One array lies before the sensor; see `kdci.constraints.Real`."""

    def __init__(self, bands: int = 8) -> None:
        super().__init__()
        self.bands = checks.integer_in("bands", bands, 1, 10**4)

    def extra_repr(self) -> str:
        """Return the settings, for printing."""
        return f"bands={self.bands}"

    def start_at(self, values: Tensor) -> Tensor:
        """Return latents that choose the same bands as ``values``, but by a small margin."""
        return SPREAD * values

    def forward(self, latent: Tensor) -> Tensor:
        """Return the pattern of a latent (L, t, t): 1 for the band that passes, 0 for others."""
        if latent.ndim != 3 or len(latent) != self.bands:
            wanted = f"must be ({self.bands}, t, t) (bands, height, width)"
            raise ValueError(f"latent: shape {tuple(latent.shape)}: {wanted}")
        finite = latent.detach().nan_to_num(nan=-float("inf"))  # what is no number comes last
        chosen = finite.argmax(dim=0, keepdim=True)
        return straight_through(latent, torch.zeros_like(finite).scatter_(0, chosen, 1))
