"""Patches of photographs: what a single-pixel camera looks at.

Nothing is downloaded: scikit-image ships the photographs in its package, all of them in the public
domain, CC0 or without known copyright restrictions (see the docstrings of `skimage.data`). Each
photograph belongs to one split, so that no patch of a test image was ever seen in training.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from kdci import checks

SOURCES = {
    "train": (
        "brick.png",
        "camera.png",
        "clock_motion.png",
        "coffee.png",
        "gravel.png",
        "hubble_deep_field.jpg",
        "ihc.png",
        "retina.jpg",
    ),
    "validation": ("coins.png", "grass.png", "rocket.jpg"),
    "test": ("astronaut.png", "cell.png", "chelsea.png", "text.png"),
}
COARSEST = 4  # times a photograph is downsampled, at most
FLAT = 0.02  # standard deviation below which a patch is drawn anew


@cache
def photograph(name: str) -> np.ndarray:
    """Return a photograph of `SOURCES` in gray, (H, W), float64, in [0, 1].

    Raises:
        FileNotFoundError: if the installed scikit-image does not ship it.
    """
    import skimage
    from skimage import color, io

    path = Path(skimage.__file__).parent / "data" / name
    if not path.exists():
        raise FileNotFoundError(f"{path}: not in scikit-image {version('scikit-image')}")
    pixels = io.imread(path) / 255
    gray: np.ndarray = color.rgb2gray(pixels) if pixels.ndim == 3 else pixels
    return gray.clip(0, 1)


def photograph_patches(split: str, count: int, size: int = 32, seed: int = 0) -> Tensor:
    """Return gray patches (count, 1, size, size), float32, in [0, 1].

    Each is cut from a photograph drawn at random, at a random place and scale (downsampled 1 to 4
    times, anti-aliased), and mirrored half of the times. Nearly constant patches are drawn anew.
    The same arguments give the same patches: but for the drawing, all is float64 arithmetic,
    without a function whose last bit depends on the CPU.

    Args:
        split: "train", "validation" or "test".
        count: number of patches, 1 or more.
        size: side of the patches [pixels], 8 to 128.
        seed: seed of the draws.

    Raises:
        ValueError: if an argument is out of its range.
        FileNotFoundError: if the installed scikit-image lacks a photograph.
    """
    names = SOURCES[checks.one_of("split", split, SOURCES)]
    checks.integer_in("count", count, 1, 10**6)
    checks.integer_in("size", size, 8, 128)
    checks.integer_in("seed", seed, 0, 2**63)
    rng = np.random.default_rng([seed, list(SOURCES).index(split)])
    photographs = [photograph(name) for name in names]
    patches: list[Tensor] = []
    while len(patches) < count:
        patch = _draw(photographs[rng.integers(len(photographs))], size, rng)
        if patch.std(correction=0) >= FLAT:
            patches.append(patch.float())
    return torch.stack(patches)


def _draw(photograph: np.ndarray, size: int, rng: np.random.Generator) -> Tensor:
    """Return a random patch (1, size, size) of a photograph, float64."""
    side = int(rng.integers(size, min(COARSEST * size, *photograph.shape), endpoint=True))
    top, left = (rng.integers(n - side, endpoint=True) for n in photograph.shape)
    crop = photograph[top : top + side, left : left + side]
    crop = crop[:, :: -1 if rng.integers(2) else 1].copy()
    shape = (size, size)
    patch = F.interpolate(
        torch.from_numpy(crop)[None, None],
        shape,
        mode="bilinear",
        antialias=True,
        align_corners=False,
    )
    return patch[0].clamp(0, 1)
