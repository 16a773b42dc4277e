r"""SD-CASSI: a coded aperture, then a prism that shifts each band by one pixel more than the last.

:math:`y_k[m, j] = \sum_l C_k[l, m, j - l]\, x[l, m, j - l]` (Wagadarikar et al. 2008, with one
disperser). Scenes x are (B, L, M, N), measurements y (B, K, M, N + L - 1), for K snapshots.
Apertures C are (K, A, M, N), with A = 1 (the same for all bands) or A = L (coloured, Arguello and
Arce 2014).
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from kdci.physics.cassi_form import partial_gradient


def forward(scenes: Tensor, aperture: Tensor) -> Tensor:
    """Return the noiseless measurement A x: (B, L, M, N), (K, A, M, N) -> (B, K, M, N + L - 1)."""
    coloured = aperture.expand(-1, scenes.shape[1], -1, -1)
    return partial_gradient(scenes, coloured, None)


def adjoint(measurements: Tensor, aperture: Tensor) -> Tensor:
    """Return A^H y: (B, K, M, N + L - 1), (K, A, M, N) -> (B, L, M, N); snapshots are summed."""
    bands = measurements.shape[-1] - aperture.shape[-1] + 1
    coloured = aperture.expand(-1, bands, -1, -1)
    return partial_gradient(None, coloured, measurements)


def forward_by_shifts(scenes: Tensor, aperture: Tensor) -> Tensor:
    """Return what `forward` does, in operations that ONNX has; slower to train with."""
    bands = scenes.shape[1]
    coded = scenes.unsqueeze(1) * aperture.unsqueeze(0)
    shifted = [F.pad(coded[:, :, band], (band, bands - 1 - band)) for band in range(bands)]
    return torch.stack(shifted).sum(dim=0)


def adjoint_by_shifts(measurements: Tensor, aperture: Tensor) -> Tensor:
    """Return what `adjoint` does, in operations that ONNX has; slower to train with."""
    width = aperture.shape[-1]
    bands = measurements.shape[-1] - width + 1
    unshifted = [measurements[..., band : band + width] for band in range(bands)]
    return (torch.stack(unshifted, dim=2) * aperture).sum(dim=1)


def gram_distance(aperture: Tensor, other: Tensor, bands: int) -> Tensor:
    r"""Return :math:`\|A_C^H A_C - A_D^H A_D\|_F^2`, exactly, in O(L M N) for uncoloured apertures.

    A^H A couples two entries of the scene that fall on one detector pixel: band l at column n and
    band l' at column n', in one row, if n + l = n' + l'. With d = l - l' = n' - n, its entry is

    .. math:: G[l, m, n;\; l - d, m, n + d] = \sum_k C_k[l, m, n]\, C_k[l - d, m, n + d],

    and all others are 0. So the distance is the sum over |d| < L, over the bands and over the
    pixels for which both factors exist, of squared differences of these entries; d and -d give the
    same. Without colour an entry does not depend on l, and L - |d| bands share it. With colour
    that costs O(L^2 M N). The difference of products c c' - d d' is written as
    ((c - d)(c' + d') + (c + d)(c' - d')) / 2, which does not cancel where C is near D.

    Args:
        aperture: C, (K, A, M, N).
        other: D, (K', A', M, N); K' and A' may differ from K and A.
        bands: L.
    """
    ours, theirs = _alike(aperture, other)
    minus, plus = ours - theirs, ours + theirs
    total = minus.new_zeros(())
    for offset, weight in _offsets(ours, bands):
        difference = _entries(minus, plus, offset) + _entries(plus, minus, offset)
        total = total + weight * (difference / 2).square().sum()
    return total


def gram_inner(aperture: Tensor, other: Tensor, bands: int) -> Tensor:
    """Return the inner product <A_C^H A_C, A_D^H A_D>, as `gram_distance` does the distance."""
    ours, theirs = _alike(aperture, other)
    total = ours.new_zeros(())
    for offset, weight in _offsets(ours, bands):
        products = _entries(ours, ours, offset) * _entries(theirs, theirs, offset)
        total = total + weight * products.sum()
    return total


def gram_misalignment(aperture: Tensor, other: Tensor, bands: int) -> Tensor:
    r"""Return one minus the cosine between the Gram matrices, 0 (aligned) to 1 (orthogonal).

    That is half the squared distance between the Gram matrices divided by their norms, and so it is
    computed: it does not cancel where they are near. An aperture that blocks all light has no norm
    to be divided by; what it lacks is added, so that it is orthogonal to everything.
    """
    powers = [gram_inner(c, c, bands) for c in (aperture, other)]
    ours, theirs = (
        c / torch.where(power == 0, 1, power) ** 0.25
        for c, power in zip((aperture, other), powers, strict=True)
    )
    lacking = sum(power == 0 for power in powers)
    return (gram_distance(ours, theirs, bands) + lacking) / 2


def _alike(aperture: Tensor, other: Tensor) -> tuple[Tensor, Tensor]:
    """Return both with as many snapshots (closed ones are added) and as many bands."""
    snapshots = max(len(aperture), len(other))
    bands = max(aperture.shape[1], other.shape[1])
    both = (F.pad(c, (0, 0, 0, 0, 0, 0, 0, snapshots - len(c))) for c in (aperture, other))
    ours, theirs = (c.expand(-1, bands, -1, -1) for c in both)
    return ours, theirs


def _offsets(aperture: Tensor, bands: int) -> list[tuple[int, int]]:
    """Return the offsets d >= 0 at which products exist, and how often each of these counts."""
    reach = range(min(bands, aperture.shape[-1]))
    coloured = aperture.shape[1] > 1
    return [(d, (1 if coloured else bands - d) * (1 if d == 0 else 2)) for d in reach]


def _entries(first: Tensor, second: Tensor, offset: int) -> Tensor:
    """Return sum_k first_k[l, m, n] second_k[l - d, m, n + d]: all l (one, uncoloured), m, n."""
    bands, width = first.shape[1], first.shape[-1]
    shift = offset if bands > 1 else 0
    first = first[:, shift:, :, : width - offset]
    second = second[:, : bands - shift, :, offset:]
    return (first * second).sum(dim=0)
