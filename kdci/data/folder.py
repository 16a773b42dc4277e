"""Data sets that are not embedded: arrays in a folder that the reader fills."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from kdci import checks

GUIDE = "experiments/paper/README.md"
FETCH = {
    "fastmri-knee": "the single-coil knee volumes of fastMRI, https://fastmri.med.nyu.edu",
    "div2k-patches": "the photographs of DIV2K, https://data.vision.ee.ethz.ch/cvl/DIV2K",
    "arad-1k": "the spectral images of ARAD_1K, https://github.com/boazarad/ARAD_1K",
}
"""What the data sets of the paper tier are made from."""


def data_folder(name: str) -> Path:
    """Return where a data set lies: below $KDCI_DATA, or below data/ where that is not set."""
    return Path(os.environ.get("KDCI_DATA") or "data").absolute() / name


def folder_images(name: str, split: str, count: int, channels: int, size: int) -> Tensor:
    """Return the first images of a split, (count, channels, size, size), float32, in [-1, 1].

    They are the first ``count`` of ``<folder>/<split>.npy``, an array (N, C, H, W) of floats.

    Raises:
        FileNotFoundError: if the file is not there, saying what to fetch and where to put it.
        ValueError: if it is damaged, no single array, too short, of another shape or type, or
            beyond [-1, 1].
    """
    path, shape = data_folder(name) / f"{split}.npy", (channels, size, size)
    if not path.is_file():
        raise FileNotFoundError(f"data={str(path)!r}: no such file: {advice(name)}")
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError, OSError) as error:
        raise ValueError(f"data={str(path)!r}: damaged ({error}): make it anew") from error
    if not isinstance(array, np.ndarray):  # an archive of several, whatever its name is
        found = f"an archive of {', '.join(map(repr, array.files))}, as np.savez writes it"
        raise ValueError(f"data={str(path)!r}: {found}: save its one array by np.save")
    if array.shape[1:] != shape or len(array) < count or array.dtype.kind != "f":
        wanted = f"at least {count} images, floats of shape (N, {channels}, {size}, {size})"
        raise ValueError(f"data={str(path)!r}: {array.shape}, {array.dtype}: must be {wanted}")
    images = torch.from_numpy(array[:count].astype(np.float32))
    checks.finite_images(str(path), images)
    if images.abs().max() > 1:
        raise ValueError(f"data={str(path)!r}: up to {images.abs().max():g}: must be in [-1, 1]")
    return images


def check_apart(name: str, splits: Mapping[str, Tensor]) -> None:
    """Check that no image is in two splits of a data set: a test must be of what is not known.

    Images of one value are not compared: a blank one says nothing.

    Args:
        name: of the data set.
        splits: images (N, C, H, W) by the name of the split.

    Raises:
        ValueError: naming the first image that is in two.
    """
    seen: dict[bytes, str] = {}
    for split, images in splits.items():
        own = {}
        for index, image in enumerate(images):
            if bool((image == image.flatten()[0]).all()):
                continue
            digest = hashlib.sha256(image.numpy().tobytes()).digest()
            if digest in seen:
                found = f"image {index} of {split}.npy is {seen[digest]}"
                remedy = "make splits that share no image"
                raise ValueError(f"data={str(data_folder(name))!r}: {found}: {remedy}")
            own[digest] = f"image {index} of {split}.npy"
        seen |= own


def advice(name: str) -> str:
    """Return what to fetch for a data set, and where to put it."""
    source = f"fetch {FETCH[name]}, and make" if name in FETCH else "make"
    return (
        f"{source} train.npy, validation.npy and test.npy in {str(data_folder(name))!r} "
        f"(or name another place than {str(data_folder(name).parent)!r} by KDCI_DATA), "
        f"as {GUIDE} says"
    )
