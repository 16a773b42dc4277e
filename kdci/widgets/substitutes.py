"""The same physics in operations that ONNX has; `kdci.physics` is faster to train with."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from kdci.physics import spc


def inverse(patterns: Tensor, ridge: float) -> Tensor:
    """Return the (S, S) inverse that `kdci.physics.spc.pseudo_inverse` solves with, of (S, n)."""
    rows = patterns.double()
    diagonal = ridge * rows.shape[1] * torch.eye(len(rows), dtype=rows.dtype)
    return torch.linalg.inv(rows @ rows.T + diagonal).float()


def solve(
    constant: Tensor, measurements: Tensor, patterns: Tensor, shape: tuple[int, int], _: float
) -> Tensor:
    """Return `kdci.physics.spc.pseudo_inverse` by a constant inverse instead of a solver."""
    return spc.adjoint(measurements @ constant, patterns, shape)


def disperse(scenes: Tensor, aperture: Tensor) -> Tensor:
    """Return `kdci.physics.cassi.forward`: (B, L, M, N), (K, A, M, N) -> (B, K, M, N + L - 1)."""
    bands = scenes.shape[1]
    coded = scenes.unsqueeze(1) * aperture.unsqueeze(0)
    shifted = [F.pad(coded[:, :, band], (band, bands - 1 - band)) for band in range(bands)]
    return torch.stack(shifted).sum(dim=0)


def gather(measurements: Tensor, aperture: Tensor) -> Tensor:
    """Return `kdci.physics.cassi.adjoint`: (B, K, M, N + L - 1) -> (B, L, M, N)."""
    width = aperture.shape[-1]
    bands = measurements.shape[-1] - width + 1
    unshifted = [measurements[..., band : band + width] for band in range(bands)]
    return (torch.stack(unshifted, dim=2) * aperture).sum(dim=1)
