"""The single-pixel camera: A is the matrix H of patterns itself, S x n with S below n."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci.encoders import SPCEncoder
from kdci.metrics.encoders.base import Coherence, coherence, singular_values

BLOCK = 1024
"""Columns whose inner products with all others are held at a time."""


@singular_values.register
def _(encoder: SPCEncoder) -> Tensor:
    return torch.linalg.svdvals(encoder.pattern.detach().double())


@coherence.register
def _(encoder: SPCEncoder) -> Coherence:
    columns = encoder.pattern.detach().double()
    norms = columns.norm(dim=0)
    columns = columns[:, norms > 0] / norms[norms > 0]
    n = columns.shape[1]
    largest, total = 0.0, 0.0
    for start in range(0, n, BLOCK):
        products = (columns[:, start : start + BLOCK].T @ columns).abs()
        rows = torch.arange(len(products))
        products[rows, start + rows] = 0
        largest, total = max(largest, float(products.max())), total + float(products.sum())
    return Coherence.of(largest, total, columns=n)
