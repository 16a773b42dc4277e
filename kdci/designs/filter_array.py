"""Filter arrays that nobody learned: the traditional rivals of a learned one, for 8 bands.

Every tile is (8, 4, 4), float32: 1 for the one band that a pixel passes, 0 for the others.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from kdci import checks

BANDS, TILE = 8, 4
SHARES = {3: 4, 1: 2, 2: 2, 4: 2, 5: 2, 6: 2, 0: 1, 7: 1}
"""Pixels of the tile for each band of `binary_tree`, powers of 2, the largest first."""


def regular() -> Tensor:
    """Return two pixels for each band, as far from each other as a tile of 4 x 4 pixels allows.

    The second is 2 rows down and 2 columns across, so each band is sampled on a quincunx. Bands
    that are next in the spectrum are next in a row.
    """
    i, j = _rows_and_columns()
    return _tile(4 * (i % 2) + (j + 2 * (i // 2)) % 4)


def random(seed: int = 0) -> Tensor:
    """Return two pixels for each band, at random: no band's light is left to chance."""
    checks.integer_in("seed", seed, 0, 2**63 - 1)
    order = torch.randperm(TILE**2, generator=torch.Generator().manual_seed(seed))
    return _tile(order.view(TILE, TILE) % BANDS)


def binary_tree() -> Tensor:
    """Return the mosaic of a binary tree (Miao and Qi 2006), with more pixels for middle bands.

    A chessboard splits the sensor into two halves, its rows split each of them again, and so on: a
    pixel's place is a number of four binary digits, and a band with a share of 2^-k takes all
    pixels that have the same first k digits. The shares are our choice: 1/4 for a middle band, 1/16
    for the first and the last, 1/8 for the others. With equal shares it would be `regular` up to
    the order of the bands.
    """
    i, j = _rows_and_columns()
    place = 8 * ((i + j) % 2) + 4 * (i % 2) + 2 * ((i // 2 + j // 2) % 2) + i // 2
    bands, pixels = (torch.tensor(list(values)) for values in (SHARES, SHARES.values()))
    return _tile(bands.repeat_interleave(pixels)[place])


FIXED = {"regular": regular, "random": random, "binary-tree": binary_tree}


def _rows_and_columns() -> tuple[Tensor, Tensor]:
    rows, columns = torch.meshgrid(torch.arange(TILE), torch.arange(TILE), indexing="ij")
    return rows, columns


def _tile(band: Tensor) -> Tensor:
    """Return the tile (8, 4, 4) of the band of each pixel, (4, 4)."""
    return F.one_hot(band, BANDS).permute(2, 0, 1).float()
