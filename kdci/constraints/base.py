"""What every constraint is: a map from an encoder's free latent to a pattern that can be built.

A constraint is a parametrisation for `torch.nn.utils.parametrize`. Swapping it relaxes the encoder
(`kdci.relax`).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.autograd.function import FunctionCtx


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


class ClippedIdentity(torch.autograd.Function):
    """Clip to a range; pass the gradient but where it would push a clipped latent further out."""

    @staticmethod
    def forward(ctx: FunctionCtx, latent: Tensor, low: float, high: float) -> Tensor:
        """Return the latent, clipped to [low, high]."""
        ctx.save_for_backward(latent)
        ctx.range = low, high
        return latent.clamp(low, high)

    @staticmethod
    def backward(ctx: FunctionCtx, gradient: Tensor) -> tuple[Tensor, None, None]:
        """Return the gradient where a descent step stays in range or leads back into it."""
        (latent,) = ctx.saved_tensors
        low, high = ctx.range
        outward = ((latent < low) & (gradient > 0)) | ((latent > high) & (gradient < 0))
        return gradient.masked_fill(outward, 0), None, None


class Constraint(nn.Module):
    """What a pattern may be."""

    def start_at(self, values: Tensor) -> Tensor:
        """Return latents to start training from, given values in the pattern's range."""
        return values

    def squared(self, pattern: Tensor) -> Tensor:
        """Return the squared pattern, as the Gram matrix A^H A has it."""
        return pattern.square()
