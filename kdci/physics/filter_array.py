r"""Multispectral filter array: a mosaic of spectral filters before the pixels of a sensor.

:math:`y[i, j] = \sum_l T[l, i, j]\, x[l, i, j]` (Lapray et al. 2014). Scenes x are (B, L, H, W),
measurements y (B, 1, H, W). The transmissions T are periodic: a tile (L, t, u) is repeated over the
sensor and cut off at its right and lower edge.

Each pixel measures its own L voxels only. So the Gram matrix A^T A is block-diagonal, with one
block :math:`\tau \tau^T` of L x L for each pixel, :math:`\tau` the L transmissions of its filter;
and there are no more different blocks than pixels of the tile.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

Shape = tuple[int, int]


def forward(scenes: Tensor, tile: Tensor) -> Tensor:
    """Return the noiseless measurement A x: (B, L, H, W), (L, t, u) -> (B, 1, H, W)."""
    return (scenes * mosaic(tile, scenes.shape[-2:])).sum(dim=1, keepdim=True)


def adjoint(measurements: Tensor, tile: Tensor) -> Tensor:
    """Return A^T y: (B, 1, H, W), (L, t, u) -> (B, L, H, W)."""
    return measurements * mosaic(tile, measurements.shape[-2:])


def mosaic(tile: Tensor, shape: Sequence[int]) -> Tensor:
    """Return the tile (L, t, u), repeated over a sensor of ``shape`` (H, W): (L, H, W)."""
    height, width = shape
    down, across = (-(-n // t) for n, t in zip(shape, tile.shape[-2:], strict=True))
    return tile.repeat(1, down, across)[:, :height, :width]


def repeats(tile: Tensor, shape: Shape) -> Tensor:
    """Return how often a sensor of ``shape`` (H, W) repeats each pixel of a tile (L, t, u): (t, u).

    Row i of the tile is row i, i + t, i + 2 t ... of the sensor.
    """
    rows, columns = (
        (n - 1 - torch.arange(t, device=tile.device)).div(t, rounding_mode="floor") + 1
        for n, t in zip(shape, tile.shape[-2:], strict=True)
    )
    return rows[:, None] * columns


def gram_distance(tile: Tensor, other: Tensor, shape: Shape) -> Tensor:
    r"""Return :math:`\|A^T A - B^T B\|_F^2`, exactly, in O(L t u) for equal tiles.

    It is the sum over the pixels of :math:`\|a a^T - b b^T\|^2`, a and b the L transmissions of a
    pixel's filters. With d = a - b and p = a + b, a block is :math:`(d p^T + p d^T) / 2`, hence

    .. math:: \|a a^T - b b^T\|^2 = (|d|^2 |p|^2 + (d \cdot p)^2) / 2.

    Every term has the factor d twice, so that nothing large cancels where the filters are alike.

    Args:
        tile: the tile of A, (L, t, u).
        other: the tile of B, (L, t', u'), which may have another period.
        shape: (H, W) of the sensor.
    """
    ours, theirs = _alike(tile, other)
    minus, plus = ours - theirs, ours + theirs
    products = minus.square().sum(dim=0) * plus.square().sum(dim=0)
    blocks = products + (minus * plus).sum(dim=0).square()
    return (repeats(ours, shape) * blocks).sum() / 2


def gram_inner(tile: Tensor, other: Tensor, shape: Shape) -> Tensor:
    r"""Return <A^T A, B^T B>, the sum over the pixels of :math:`(a \cdot b)^2`."""
    ours, theirs = _alike(tile, other)
    return (repeats(ours, shape) * (ours * theirs).sum(dim=0).square()).sum()


def gram_misalignment(tile: Tensor, other: Tensor, shape: Shape) -> Tensor:
    r"""Return one minus the cosine between the Gram matrices, 0 (aligned) to 1 (orthogonal).

    That is half the squared distance between the Gram matrices divided by their norms, which does
    not cancel where they are near. An array that blocks all light is orthogonal to everything.
    """
    powers = [gram_inner(t, t, shape) for t in (tile, other)]
    ours, theirs = (
        t / torch.where(power == 0, 1, power) ** 0.25
        for t, power in zip((tile, other), powers, strict=True)
    )
    lacking = sum(power == 0 for power in powers)
    return (gram_distance(ours, theirs, shape) + lacking) / 2


def _alike(tile: Tensor, other: Tensor) -> tuple[Tensor, Tensor]:
    """Return both, repeated to the smallest tile that is a multiple of each."""
    common = tuple(map(math.lcm, tile.shape[-2:], other.shape[-2:]))
    return mosaic(tile, common), mosaic(other, common)
