"""Patches of Indian Pines: one scene that the airborne spectrometer AVIRIS MEASURED in 1992.

Fields and woods in Indiana from above, 145 x 145 pixels of about 20 m. Each of 8 bands is the mean
of 25 of the 200 channels that follow each other. The first band is visible light, the second is
red and near infrared, all others are infrared: sunlight that was reflected, not heat.
``tools/prepare_indian_pines.py`` made the file from the cube that tensorly ships (Baumgardner,
Biehl and Landgrebe 2015, CC BY 3.0). The splits are strips of the scene with a gap between them, so
that no two of them share a pixel. It is one scene: patches of a strip overlap, and the strips are
alike.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import torch
from torch import Tensor

from kdci import checks
from kdci.data.embedded import FOLDER, embedded_arrays

BANDS = (520, 750, 990, 1220, 1500, 1790, 2130, 2380)
"""Centres of the bands [nm], to 10 nm: means of the channels' centres that tensorly lists."""
STRIPS = {"train": (0, 73), "validation": (77, 109), "test": (113, 145)}
"""First column of each split, and the first one beyond it. The gaps are 4 pixels wide."""
SIZES = range(8, 33)
"""Sides of a patch [pixels]: a strip is 32 wide."""
MOST = dict.fromkeys(STRIPS, 10**6)
"""Patches of each split: they overlap, so this is only a bound."""
DARK = 1000
"""Value of the sensor for no light (Purdue's MultiSpec: radiance = (value - 1000) / 500)."""
WHITE = (6400, 6000, 5000, 3100, 1250, 1200, 700, 400)
"""Value above `DARK` that becomes 1 in each band: sunlight is far weaker in the infrared."""
STEPS = 8  # the file is in eighths of the sensor's unit
FILE = FOLDER / "indian_pines.npz"
SHA256 = "acb076ba8a022f5d3f184113c50ebe2eac684b51915e19e7d2b443e01a011f40"


def scene() -> Tensor:
    """Return the whole scene, (8, 145, 145), float32, in [0, 1]: radiance over that of `WHITE`.

    Raises:
        FileNotFoundError: if the file is not there.
        ValueError: if it is damaged.
    """
    bands = embedded_arrays("indian_pines", FILE, SHA256)["bands"].astype(np.float64)
    white = np.array(WHITE)[:, None, None]
    return torch.from_numpy((bands / STEPS - DARK) / white).float()


def metadata() -> dict[str, Any]:
    """Return what the file says of itself: sensor, bands, licence, reference, versions.

    Raises:
        FileNotFoundError: if the file is not there.
        ValueError: if it is damaged.
    """
    text = embedded_arrays("indian_pines", FILE, SHA256)["metadata"].item()
    found: dict[str, Any] = json.loads(text)
    return found


def indian_pines(split: str, count: int, size: int = 32, seed: int = 0) -> Tensor:
    """Return MEASURED spectral patches (count, 8, size, size), float32, in [0, 1].

    Each is cut from the strip of its split at a random place, at the scale of the scene, and
    mirrored half of the times in each direction. Patches of one split overlap. The same arguments
    give the same patches.

    Args:
        split: "train", "validation" or "test".
        count: number of patches, 1 or more.
        size: side of the patches [pixels], 8 to 32.
        seed: seed of the draws.

    Raises:
        FileNotFoundError: if the file of the scene is not there.
        ValueError: if an argument is out of its range, or the file is damaged.
    """
    start, stop = STRIPS[checks.one_of("split", split, STRIPS)]
    checks.integer_in("count", count, 1, MOST[split])
    checks.integer_in("size", size, SIZES[0], SIZES[-1], "the width of a strip")
    checks.integer_in("seed", seed, 0, 2**63 - 1)
    strip = scene()[:, :, start:stop]
    rng = np.random.default_rng((seed, list(STRIPS).index(split)))
    return torch.stack([_patch(strip, size, rng) for _ in range(count)])


def _patch(strip: Tensor, size: int, rng: np.random.Generator) -> Tensor:
    """Return a random patch (8, size, size) of a strip."""
    top, left = (int(rng.integers(n - size + 1)) for n in strip.shape[1:])
    patch = strip[:, top : top + size, left : left + size]
    return patch.flip([axis for axis in (1, 2) if rng.random() < 0.5])
