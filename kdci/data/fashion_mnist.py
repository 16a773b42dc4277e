"""Fashion-MNIST: photographs of clothes (Xiao, Rasul and Vollgraf 2017), MIT licence.

10,000 images are in the package, drawn at random by ``tools/prepare_fashion_mnist.py``: 8,000 for
training, 1,000 for validation, 1,000 for tests. Whoever asks for more gets them from the official
files, which are found or fetched (see `kdci.data.fashion_mnist_files`). Test images are official
test images, and no others are; validation images are official training images that are never used
for training.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from kdci import checks
from kdci.data.embedded import FOLDER, embedded_arrays
from kdci.data.fashion_mnist_files import official

FILE = FOLDER / "fashion_mnist.npz"
SHA256 = "318a9988537c3dc92874eaf1c84b125fd813dc14ec12507da1d9668261388cf8"
MOST = {"train": 59000, "validation": 1000, "test": 10000}
"""Images of each split: 60,000 official training images, less those for validation."""
OFFICIAL = {"train": "train-images-idx3-ubyte", "test": "t10k-images-idx3-ubyte"}
SIZES = (28, 32)
BATCH = 1000  # images that are resized at a time


@cache
def embedded() -> dict[str, NDArray[np.generic]]:
    """Return the images of the package by split, and their places in the official files.

    They are "train", (8000, 28, 28), 0 to 255, "train_index", (8000,), and so on.

    Raises:
        FileNotFoundError: if the file is not there.
        ValueError: if it is damaged.
    """
    return embedded_arrays("fashion_mnist", FILE, SHA256)


def fashion_mnist(
    split: str, count: int, size: int = 28, seed: int = 0, folder: str | Path | None = None
) -> Tensor:
    """Return images of clothes (count, 1, size, size), float32, in [0, 1].

    The first come from the package in an order drawn by the seed, and the others, where more are
    asked for, from the official files, likewise. So the same arguments give the same images,
    whether the official files are there or not.

    At 32 x 32 they are resized by bilinear interpolation (pixel centres at half integers, no
    rounding to 8 bits). The precursor resized them too; that this is how is our choice. The weights
    are sixteenths, so that the arithmetic is exact on every machine.

    Args:
        split: "train", "validation" or "test".
        count: number of images, 1 to 59000, 1000 or 10000.
        size: side of the images [pixels], 28 or 32.
        seed: seed of the order.
        folder: where the official files are, and nowhere else; they are needed above 8000 images
            for training and 1000 for tests.

    Raises:
        ValueError: if an argument is out of its range, or a file is damaged.
        FileNotFoundError: if an official file is needed and not in ``folder``.
        ConnectionError: if one is needed, nowhere, and cannot be fetched.
    """
    checks.one_of("split", split, MOST)
    checks.integer_in("count", count, 1, MOST[split], f"all images for {split}")
    checks.one_of("size", size, SIZES)
    checks.integer_in("seed", seed, 0, 2**63 - 1)
    return _resized(_pixels(split, count, seed, folder), size)


def _pixels(split: str, count: int, seed: int, folder: str | Path | None) -> NDArray[np.generic]:
    """Return images (count, 28, 28), 0 to 255: those of the package first."""
    rng = np.random.default_rng((seed, list(MOST).index(split)))
    own = embedded()[split]
    pixels = own[rng.permutation(len(own))[:count]]
    if count <= len(own):
        return pixels
    images = official(OFFICIAL[split], folder)
    others = rng.permutation(_others(split, len(images)))[: count - len(own)]
    return np.concatenate((pixels, images[others]))


def _others(split: str, count: int) -> NDArray[np.int64]:
    """Return the places of official images that are not in the package."""
    kept = ("test",) if split == "test" else ("train", "validation")
    taken = np.concatenate([embedded()[f"{name}_index"] for name in kept])
    return np.setdiff1d(np.arange(count), taken)


def _resized(pixels: NDArray[np.generic], size: int) -> Tensor:
    """Return images (N, 1, size, size) in [0, 1] of pixels (N, H, W), a batch at a time."""
    images = torch.empty(len(pixels), 1, size, size)
    for start in range(0, len(pixels), BATCH):
        part = torch.from_numpy(pixels[start : start + BATCH]).float().unsqueeze(1)
        part = F.interpolate(part, (size, size), mode="bilinear", align_corners=False)
        images[start : start + BATCH] = part / 255
    return images
