"""The single-pixel camera: A is the matrix H of patterns itself, S x n with S below n."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci.encoders import SPCEncoder
from kdci.metrics.encoders.base import Coherence, coherence, singular_values


@singular_values.register
def _(encoder: SPCEncoder) -> Tensor:
    values: Tensor = torch.linalg.svdvals(encoder.pattern.detach().double())
    return values


@coherence.register
def _(encoder: SPCEncoder) -> Coherence:
    return Coherence.between(encoder.pattern.detach().double())
