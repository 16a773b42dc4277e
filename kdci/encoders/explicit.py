"""An encoder as a matrix A of real numbers, from nothing but its ``measure`` and ``adjoint``.

Images (C, H, W) are n = C H W unknowns; complex measurements count twice, as real and imaginary
part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn.utils import parametrize

if TYPE_CHECKING:
    from kdci.encoders.base import Encoder


def unknowns(encoder: Encoder) -> int:
    """Return n, the numbers of an image."""
    return torch.Size(encoder.image_shape).numel()


def black(encoder: Encoder) -> Tensor:
    """Return the measurements of one black image, from which their shape and type can be seen.

    They stay in the graph: inside `kdci.patterns.computed_once`, a pattern that is first
    asked for without gradients would be without them ever after.
    """
    latent = encoder.latent
    return encoder.measure(latent.new_zeros(1, *encoder.image_shape))


def flat(values: Tensor) -> Tensor:
    """Return values (B, ...) as real numbers, (B, m)."""
    return (torch.view_as_real(values) if values.is_complex() else values).flatten(1)


def like(values: Tensor, measurements: Tensor) -> Tensor:
    """Return real numbers (B, m) as measurements of the shape and type of ``measurements``."""
    shape = measurements.shape[1:]
    if measurements.is_complex():
        return torch.view_as_complex(values.view(len(values), *shape, 2))
    return values.view(len(values), *shape)


def rows(encoder: Encoder) -> Tensor:
    """Return A, (m, n): what each number of the measurements is projected back to.

    Differentiable with respect to the pattern.
    """
    measurements = black(encoder)
    units = torch.eye(
        flat(measurements).shape[1], dtype=measurements.real.dtype, device=measurements.device
    )
    return encoder.adjoint(like(units, measurements)).flatten(1)


def name(encoder: Encoder) -> str:
    """Return the name of an encoder's class, as its author wrote it."""
    return parametrize.type_before_parametrizations(encoder).__name__
