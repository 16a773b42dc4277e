"""Sixteen bits are for decoders alone: what compares or measures computes in 32 or 64."""

from __future__ import annotations

import torch
from torch import Tensor


def at_least_single(values: Tensor) -> Tensor:
    """Return values of 16 bits in 32, and others as they are."""
    return values.float() if values.dtype in (torch.float16, torch.bfloat16) else values


def no_autocast(like: Tensor) -> torch.autocast:
    """Return a context in which nothing on the device of ``like`` is rounded to 16 bits."""
    return torch.autocast(like.device.type, enabled=False)
