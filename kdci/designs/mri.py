"""Undersampling masks that nobody learned: the traditional rivals, each with an exact budget.

Every mask is (H, W), float32, 0 or 1, with round(H W / acceleration) ones and DC at
(H // 2, W // 2). Trajectories are gridded to the nearest point of a Cartesian grid: we simulate
which frequencies a scan visits, not the gridding of a real one. The radius is normalised per axis:
1 at the edge of k-space in each direction.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from kdci import checks
from kdci.metrics.sampling import energy_spectrum

GOLDEN_ANGLE = np.pi * (np.sqrt(5) - 1) / 2
"""111.25 degrees (Winkelmann et al. 2007)."""

Shape = tuple[int, int]


def radial(shape: Shape, acceleration: float) -> Tensor:
    """Return spokes through DC, each turned by the golden angle (Winkelmann et al. 2007).

    Spokes are added until the budget is reached; the last one is filled from the centre outwards.
    """
    samples = _samples(shape, acceleration)
    reach = np.hypot(*shape) / 2
    along = np.arange(0, reach, 0.5)
    along = np.stack((along, -along), axis=1).ravel()  # from the centre outwards, to both sides
    order: list[int] = []
    spoke = 0
    while len(order) < samples:
        angle = spoke * GOLDEN_ANGLE
        order = _unique([*order, *_grid(shape, along * np.sin(angle), along * np.cos(angle))])
        spoke += 1
    return _mask(shape, order[:samples])


def spiral(shape: Shape, acceleration: float) -> Tensor:
    """Return one spiral out of DC, denser at the centre: radius t^1.5, angle proportional to t.

    It has the fewest turns that visit the whole budget, and ends where the budget does. Below an
    acceleration of about 1.3 the corners, which no spiral visits, are filled from the inside.
    """
    samples = _samples(shape, acceleration)
    inside_out = np.argsort(_radius(shape).ravel(), kind="stable").tolist()
    order: list[int] = []
    for turns in range(1, max(shape)):
        t = np.linspace(0, 1, 8 * turns * max(shape))
        radius, angle = 0.5 * t**1.5, 2 * np.pi * turns * t
        steps = radius * shape[0] * np.sin(angle), radius * shape[1] * np.cos(angle)
        order = _unique(_grid(shape, *steps))
        if len(order) >= samples:
            break
    return _mask(shape, _unique([*order, *inside_out])[:samples])


def variable_density(shape: Shape, acceleration: float, seed: int = 0) -> Tensor:
    """Return random points, denser at the centre (Lustig et al. 2007).

    The probability falls as (1 - r)^4; within r = 0.1 all points are sampled while the budget
    lasts. Points are drawn without replacement, so the budget is exact.
    """
    samples, radius = _samples(shape, acceleration), _radius(shape)
    gumbel = np.random.default_rng(seed).gumbel(size=shape)
    score = 4 * np.log(np.clip(1 - radius, 1e-3, 1)) + gumbel
    score[radius < 0.1] = 1e6 - radius[radius < 0.1]
    return _mask(shape, np.argsort(-score.ravel(), kind="stable")[:samples])


def poisson_disc(shape: Shape, acceleration: float, seed: int = 0) -> Tensor:
    """Return random points that keep a distance, which grows with the radius (Bridson 2007).

    Darts are thrown at all grid points in random order. The distances' common factor is the
    largest (to 1%) with which at least the budget lands; the last darts over it are dropped.
    """
    samples, radius = _samples(shape, acceleration), _radius(shape)
    darts = np.random.default_rng(seed).permutation(radius.size)
    darts = np.concatenate(([_center(shape)], darts[darts != _center(shape)]))
    low, high = 0.0, float(max(shape))
    landed: np.ndarray | list[int] = darts
    while high - low > 0.01 * high:
        middle = (low + high) / 2
        hits = _throw(shape, darts, middle * (0.15 + radius))
        if len(hits) >= samples:
            low, landed = middle, hits
        else:
            high = middle
        if high < 1e-2:
            break
    return _mask(shape, landed[:samples])


def cartesian(shape: Shape, acceleration: float, seed: int = 0) -> Tensor:
    """Return whole phase-encoding lines (rows): a block at the centre, random ones outside.

    A third of the lines is the central block; the others are drawn with a density that falls as
    (1 - r)^2. If the budget is no multiple of the line's length, the last line is cut short,
    filled from its middle.
    """
    samples = _samples(shape, acceleration)
    height, width = shape
    lines = -(-samples // width)
    distance = np.abs(np.arange(height) - height // 2)
    gumbel = np.random.default_rng(seed).gumbel(size=height)
    score = 2 * np.log(np.clip(1 - distance / (height / 2 + 1), 1e-3, 1)) + gumbel
    central = np.argsort(distance, kind="stable")[: max(1, lines // 3)]
    score[central] = 1e6 - distance[central]
    rows = np.argsort(-score, kind="stable")[:lines]
    middle_out = np.argsort(np.abs(np.arange(width) - width // 2), kind="stable")
    return _mask(shape, (rows[:, None] * width + middle_out).ravel()[:samples])


def energy_ranked(images: Tensor, acceleration: float) -> Tensor:
    """Return the k-space points of highest mean energy over training images (B, 2, H, W).

    This one is data-driven, though nothing is trained. Ties are broken by position.
    """
    checks.finite_images("images", checks.images("images", images, 2))
    spectrum = energy_spectrum(images)
    height, width = spectrum.shape
    samples = _samples((height, width), acceleration)
    order = torch.argsort(spectrum.flatten(), descending=True, stable=True)
    return _mask((height, width), order[:samples].cpu().numpy())


FIXED = {
    "radial": radial,
    "spiral": spiral,
    "variable-density": variable_density,
    "poisson-disc": poisson_disc,
    "cartesian": cartesian,
}


def _samples(shape: Shape, acceleration: float) -> int:
    height, width = checks.image_shape("shape", shape)
    return round(height * width / checks.acceleration(acceleration, shape))


def _radius(shape: Shape) -> np.ndarray:
    rows, columns = (2 * (np.arange(n) - n // 2) / n for n in shape)
    return np.hypot(rows[:, None], columns[None])


def _center(shape: Shape) -> int:
    return shape[0] // 2 * shape[1] + shape[1] // 2


def _grid(shape: Shape, rows: np.ndarray, columns: np.ndarray) -> list[int]:
    """Return the flat indices of the grid points nearest to offsets from DC, in order."""
    row = np.rint(rows).astype(int) + shape[0] // 2
    column = np.rint(columns).astype(int) + shape[1] // 2
    inside = (row >= 0) & (row < shape[0]) & (column >= 0) & (column < shape[1])
    flat: list[int] = (row * shape[1] + column)[inside].tolist()
    return flat


def _unique(order: list[int]) -> list[int]:
    return list(dict.fromkeys(order))


def _throw(shape: Shape, darts: np.ndarray, distance: np.ndarray) -> list[int]:
    """Return the darts that land: those not within an earlier one's distance."""
    free = np.ones(shape, dtype=bool)
    rows, columns = np.arange(shape[0])[:, None], np.arange(shape[1])[None]
    landed = []
    for dart in darts.tolist():
        row, column = divmod(dart, shape[1])
        if not free[row, column]:
            continue
        landed.append(dart)
        reach = distance[row, column]
        n = int(reach) + 1
        near = np.s_[max(0, row - n) : row + n + 1, max(0, column - n) : column + n + 1]
        gap = (rows[near[0]] - row) ** 2 + (columns[:, near[1]] - column) ** 2
        free[near] &= gap >= reach**2
    return landed


def _mask(shape: Shape, order: np.ndarray | list[int]) -> Tensor:
    mask = torch.zeros(shape[0] * shape[1])
    mask[torch.as_tensor(np.asarray(order))] = 1
    return mask.view(shape)
