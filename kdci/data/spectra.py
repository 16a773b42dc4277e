"""Patches of spectral images: what a snapshot spectral imager looks at. The spectra are SIMULATED.

Each pixel of seven real photographs (public domain, CC0 or without known copyright restrictions;
six from scikit-image, one from Matplotlib) was lifted to the smooth reflectance that has its colour
in daylight (Jakob and Hanika 2019), and averaged over 8 bands. So the scenes are real and the
spectra are plausible, but smoother than measured ones, and a function of three numbers a pixel.
``tools/prepare_spectra.py`` made the file; each photograph belongs to one split.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from kdci import checks
from kdci.data.embedded import FOLDER, embedded_arrays

BANDS = (450, 480, 510, 540, 570, 600, 630, 660)
"""Centres of the bands [nm], each 30 nm wide."""

SOURCES = {
    "train": ("astronaut.png", "grace_hopper.jpg", "retina.jpg"),
    "validation": ("ihc.png", "rocket.jpg"),
    "test": ("chelsea.png", "coffee.png"),
}
FILE = FOLDER / "spectra.npz"
SHA256 = "f62f98842118e1af12b5d28c90e95d49d82d13e643c03a0747826de82fa4b32e"
COARSEST = 2  # times a photograph is downsampled, at most
FLAT = 0.02  # standard deviation below which a patch is drawn anew


@cache
def spectral_photographs() -> dict[str, Tensor]:
    """Return the photographs of `SOURCES`, each (8, H, W), 0 to 255 for a reflectance of 0 to 1.

    Raises:
        FileNotFoundError: if the file is not there.
        ValueError: if it is damaged.
    """
    arrays = embedded_arrays("spectra", FILE, SHA256)
    names = [name for names in SOURCES.values() for name in names]
    return {name: torch.from_numpy(arrays[name]).permute(2, 0, 1) for name in names}


def metadata() -> dict[str, Any]:
    """Return what the file says of itself: method, bands, splits, licence, versions.

    Raises:
        FileNotFoundError: if the file is not there.
        ValueError: if it is damaged.
    """
    metadata: dict[str, Any] = json.loads(
        embedded_arrays("spectra", FILE, SHA256)["metadata"].item()
    )
    return metadata


def spectral_patches(
    split: str, count: int, size: int = 32, seed: int = 0, illumination: float = 1.0
) -> Tensor:
    """Return spectral patches (count, 8, size, size), float32, in [0, 1]: SIMULATED spectra.

    Each is cut from a photograph drawn at random, at a random place and scale (downsampled 1 to 2
    times, anti-aliased), and mirrored half of the times in each direction. Nearly constant patches
    are drawn anew. Each is lit by a light of its own (see `light`): seven photographs have few
    colours, and a decoder must not learn them by heart. The same arguments give the same patches.

    Args:
        split: "train", "validation" or "test".
        count: number of patches, 1 or more.
        size: side of the patches [pixels], 8 to 128.
        seed: seed of the draws.
        illumination: how coloured the lights are, 0 (white) to 10.

    Raises:
        FileNotFoundError: if the file of spectra is not there.
        ValueError: if an argument is out of its range, or the file is damaged.
    """
    checks.one_of("split", split, SOURCES)
    checks.integer_in("count", count, 1, 10**6)
    checks.integer_in("size", size, 8, 128)
    checks.integer_in("seed", seed, 0, 2**63 - 1)
    checks.number_in("illumination", illumination, 0, 10)
    photographs = [spectral_photographs()[name] for name in SOURCES[split]]
    rng = np.random.default_rng((seed, list(SOURCES).index(split)))
    patches: list[Tensor] = []
    while len(patches) < count:
        patch = _patch(photographs[rng.integers(len(photographs))], size, rng)
        patch = patch * light(rng, illumination)[:, None, None]
        if patch.std(dim=(1, 2)).mean() >= FLAT:
            patches.append(patch.float())
    return torch.stack(patches)


def light(rng: np.random.Generator, strength: float) -> Tensor:
    """Return a random smooth spectrum of light, (8,), float64, its largest value 1.

    Its logarithm is a parabola over the bands, with normal coefficients of size ``strength``.
    """
    t = np.linspace(-1, 1, len(BANDS))
    slope, bend = strength * rng.normal(size=2)
    logarithm = slope * t + bend * t**2
    return torch.from_numpy(np.exp(logarithm - logarithm.max()))


def _patch(photograph: Tensor, size: int, rng: np.random.Generator) -> Tensor:
    """Return a random patch (8, size, size) of a photograph, float64."""
    side = int(rng.integers(size, COARSEST * size + 1))
    top, left = (int(rng.integers(n - side + 1)) for n in photograph.shape[1:])
    patch = photograph[:, top : top + side, left : left + side].double() / 255
    patch = patch.flip([axis for axis in (1, 2) if rng.random() < 0.5])
    patch = F.interpolate(
        patch.unsqueeze(0), [size, size], mode="bilinear", antialias=True, align_corners=False
    )
    return patch[0].clamp(0, 1)
