"""SD-CASSI as a loop of rolled bands: the usual implementation, one snapshot, no colours."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812


def forward(scenes: Tensor, aperture: Tensor) -> Tensor:
    """Return A x: (B, L, M, N), (1, 1, M, N) -> (B, 1, M, N + L - 1)."""
    bands = scenes.shape[1]
    total = 0
    for band in range(bands):
        padded = F.pad(scenes[:, band] * aperture[0, 0], (0, bands - 1))
        total = total + torch.roll(padded, band, dims=-1)
    return total[:, None]


def adjoint(measurements: Tensor, aperture: Tensor) -> Tensor:
    """Return A^T y: (B, 1, M, N + L - 1), (1, 1, M, N) -> (B, L, M, N)."""
    width = aperture.shape[-1]
    bands = measurements.shape[-1] - width + 1
    cut = (torch.roll(measurements[:, 0], -band, dims=-1)[..., :width] for band in range(bands))
    return torch.stack([light * aperture[0, 0] for light in cut], dim=1)
