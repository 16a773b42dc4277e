"""What every constraint is: a map from an encoder's free latent to a pattern that can be built.

A constraint is a parametrisation for `torch.nn.utils.parametrize`. Swapping it relaxes the encoder
(`kdci.relax`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn


class StraightThrough(torch.autograd.Function):
    """The pattern forward, the identity backward (Bengio et al. 2013)."""

    @staticmethod
    def forward(ctx: Any, latent: Tensor, pattern: Tensor) -> Tensor:
        """Return ``pattern``."""
        return pattern.clone()

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
        """Hand the pattern's gradient to the latent."""
        return gradient, None


class ClippedIdentity(torch.autograd.Function):
    """Clip to a range; pass the gradient but where it would push a clipped latent further out."""

    @staticmethod
    def forward(ctx: Any, latent: Tensor, low: float, high: float) -> Tensor:
        """Return the latent, clipped to [low, high]."""
        ctx.save_for_backward(latent)
        ctx.range = low, high
        return latent.clamp(low, high)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:
        """Return the gradient where a descent step stays in range or leads back into it."""
        (latent,) = ctx.saved_tensors
        low, high = ctx.range
        outward = ((latent < low) & (gradient > 0)) | ((latent > high) & (gradient < 0))
        return gradient.masked_fill(outward, 0), None, None


straight_through: Callable[[Tensor, Tensor], Tensor] = StraightThrough.apply
"""From a latent and its pattern to the pattern, whose gradient the latent gets."""
clipped: Callable[[Tensor, float, float], Tensor] = ClippedIdentity.apply
"""From a latent, low and high to the latent clipped to [low, high]."""


class Constraint(nn.Module, ABC):
    """What a pattern may be. A constraint of one's own needs `forward`; the rest has a default.

    Example:
        >>> class Grey(Constraint):
        ...     patterns = bands = 1
        ...
        ...     def forward(self, latent):
        ...         return torch.sigmoid(latent)
        >>> from kdci import CASSIEncoder
        >>> tuple(CASSIEncoder((16, 16), Grey(), bands=8).pattern.shape)
        (1, 1, 16, 16)
    """

    patterns: int | None = None
    """How many patterns are used one after the other: rows of a single-pixel camera, snapshots of
    SD-CASSI. None where it is a constraint on a mask over k-space and on nothing else."""
    bands: int | None = None
    """Into how many spectral bands a pattern is divided. None as for ``patterns``."""

    @abstractmethod
    def forward(self, latent: Tensor) -> Tensor:
        """Return the pattern of a latent, of the same shape.

        Raises:
            ValueError: if a pattern of that shape is impossible.
        """

    def draw(self, shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
        """Return random latents of ``shape``; here uniform between 0 and 1."""
        return torch.rand(shape, generator=generator)

    def start_at(self, values: Tensor) -> Tensor:
        """Return latents to start training from, given values in the pattern's range."""
        return values

    def squared(self, pattern: Tensor) -> Tensor:
        """Return the squared pattern, as the Gram matrix A^H A has it."""
        return pattern.square()
