"""Brain slices of the MNI152 template: a group average, with simulated contrast and phase.

Nothing is downloaded: nilearn ships the ICBM152 2009 template (Fonov et al. 2011) and its grey and
white matter maps. The template is a *group average*, so its slices are smoother than one person's.
Each image mixes the T1 template and the tissue maps with random weights (a simulated contrast),
deforms the result smoothly, and multiplies it by a smooth random phase (simulated too), since MR
images are complex.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from kdci import checks

# Axial slices [mm from the template's bottom], three slabs each; 4 mm lie between two slabs.
FIRST, PERIOD, PERIODS = 26, 40, 3
SLABS = {"train": (0, 14), "validation": (18, 25), "test": (29, 36)}


def slice_numbers(split: str) -> list[int]:
    """Return the axial slices (1 mm apart) of "train", "validation" or "test".

    Raises:
        ValueError: if there is no such split.
    """
    start, stop = SLABS[checks.one_of("split", split, SLABS)]
    return [FIRST + PERIOD * p + z for p in range(PERIODS) for z in range(start, stop)]


@cache
def _template() -> np.ndarray:
    """Return (4, X, Y, Z): T1 template, grey matter, white matter, other tissue; each in [0, 1]."""
    from nilearn import datasets

    load = (
        datasets.load_mni152_template,
        datasets.load_mni152_gm_template,
        datasets.load_mni152_wm_template,
        datasets.load_mni152_brain_mask,
    )
    t1, gray, white, brain = (np.asarray(f(resolution=1).dataobj, dtype=np.float32) for f in load)
    t1, gray, white = (v / v.max() for v in (t1, gray, white))
    other = (brain > 0) * np.clip(1 - gray - white, 0, 1)
    return np.stack((t1, gray, white, other.astype(np.float32)))


def _tissue_slices(split: str, size: int) -> Tensor:
    """Return the tissue maps of a split's slices, (slices, 4, 2 size, 2 size), anti-aliased."""
    volume = _template()
    slices = np.moveaxis(volume[..., slice_numbers(split)], -1, 0)[..., ::-1].copy()
    maps = torch.from_numpy(slices).transpose(-1, -2).flip(-2)
    side = 216  # mm: the field of view
    left, top = ((side - maps.shape[axis]) // 2 for axis in (-1, -2))
    maps = F.pad(maps, (left, side - maps.shape[-1] - left, top, side - maps.shape[-2] - top))
    shape = (2 * size, 2 * size)
    return F.interpolate(maps, shape, mode="bilinear", antialias=True, align_corners=False)


def _smooth_field(count: int, channels: int, side: int, knots: int, g: torch.Generator) -> Tensor:
    """Return random smooth fields (count, channels, side, side) of about unit size."""
    coarse = torch.randn(count, channels, knots, knots, generator=g)
    return F.interpolate(coarse, (side, side), mode="bicubic", align_corners=True)


def _deformation(count: int, side: int, g: torch.Generator) -> Tensor:
    """Return sampling grids (count, side, side, 2): rotation, scaling, shift, smooth bending."""
    angle = 0.15 * torch.randn(count, generator=g)
    scale = 1 + 0.06 * torch.randn(count, 2, generator=g)
    shift = 0.04 * torch.randn(count, 2, generator=g)
    mirror = torch.randint(0, 2, (count,), generator=g) * 2 - 1
    cos, sin = torch.cos(angle), torch.sin(angle)
    rows = (
        torch.stack((mirror * cos * scale[:, 0], -sin * scale[:, 0], shift[:, 0]), dim=1),
        torch.stack((mirror * sin * scale[:, 1], cos * scale[:, 1], shift[:, 1]), dim=1),
    )
    grid = F.affine_grid(torch.stack(rows, dim=1), [count, 1, side, side], align_corners=False)
    return grid + 0.025 * _smooth_field(count, 2, side, 6, g).permute(0, 2, 3, 1)


def brain_slices(
    split: str, count: int, size: int = 64, phase: float = 1.0, seed: int = 0
) -> Tensor:
    """Return complex brain images (count, 2, size, size), magnitude in [0, 1].

    The same arguments give the same images, but for the last bit of a logarithm, which depends on
    the CPU. Splits come from slabs of the template at least 4 mm
    apart, so that no slice is the neighbour of one in another split.

    Args:
        split: "train", "validation" or "test".
        count: number of images, 1 or more.
        size: side of the images [pixels], 16 to 116.
        phase: size of the spatially varying part of the simulated phase [rad], 0 or more.
        seed: seed of contrasts, deformations and phases.

    Raises:
        ValueError: if an argument is out of its range.
    """
    checks.integer_in("count", count, 1, 10**6)
    checks.integer_in("size", size, 16, 116)
    checks.number_in("phase", phase, 0, 100)
    checks.integer_in("seed", seed, 0, 2**63)
    maps = _tissue_slices(split, size)
    stream = np.random.SeedSequence([seed, list(SLABS).index(split)]).generate_state(1)
    g = torch.Generator().manual_seed(int(stream[0]))
    images = [_draw(maps, min(64, count - start), size, phase, g) for start in range(0, count, 64)]
    return torch.cat(images)


def _draw(maps: Tensor, count: int, size: int, phase: float, g: torch.Generator) -> Tensor:
    """Return ``count`` random images (count, 2, size, size) from tissue maps."""
    chosen = maps[torch.randint(0, len(maps), (count,), generator=g)]
    exponential = -torch.log(torch.rand(count, 4, generator=g).clamp_min(1e-6))
    weights = exponential / exponential.sum(dim=1, keepdim=True)  # uniform on the simplex
    mixed = (chosen * weights[..., None, None]).sum(dim=1, keepdim=True)
    bent = F.grid_sample(mixed, _deformation(count, 2 * size, g), align_corners=False)
    magnitude = F.avg_pool2d(bent, 2)[:, 0]
    magnitude = magnitude / magnitude.amax(dim=(1, 2), keepdim=True)
    angle = phase * _smooth_field(count, 1, size, 3, g)[:, 0]
    return torch.stack((magnitude * torch.cos(angle), magnitude * torch.sin(angle)), dim=1)
