"""Signs as the field often trains them: the gradient reaches the latent, however far out it is."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from kdci.constraints.base import straight_through
from kdci.constraints.levels import Bipolar


class Signs(Bipolar):
    """-1 or +1 as in `Bipolar`, but with the identity as gradient everywhere, never clipped.

    A latent can go on moving away from its threshold and needs as long to come back. Latents start
    from N(0, 1/n), n being the length of a pattern. Both are as in the public code of the method's
    conference paper (Suarez-Rodriguez, Jacome and Arguello, ICIP 2024).

    Args:
        patterns: see `Real`.
        bands: see `Real`.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        >>> latent = torch.tensor([[-3.0, 0.2]], requires_grad=True)
        >>> Signs()(latent).sum().backward()
        >>> Signs()(latent).tolist(), latent.grad.tolist()
        ([[-1.0, 1.0]], [[1.0, 1.0]])
    """

    def draw(self, shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
        """Return random values of ``shape``, standard normal; see `start_at`."""
        return torch.randn(shape, generator=generator)

    def start_at(self, values: Tensor) -> Tensor:
        """Return ``values`` over the square root of their number in a pattern."""
        return values / math.sqrt(values.shape[-1])

    def forward(self, latent: Tensor) -> Tensor:
        """Return the sign of each latent; of zero, +1."""
        return straight_through(latent, torch.where(latent < 0, -1.0, 1.0).to(latent))
