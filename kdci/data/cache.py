"""A cache of prepared images on disk, as 16-bit integers, so that they are made once.

It is only a cache: where there is no place for it, or none that can be written, images are made
each time.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kdci import files

LEVELS = 32767


def cache_folder() -> Path | None:
    """Return the cache's folder: $KDCI_CACHE, or ~/.cache/kdci; None where there is no home."""
    if said := os.environ.get("KDCI_CACHE"):
        return Path(said)
    try:
        return Path.home() / ".cache" / "kdci"
    except RuntimeError:
        return None


def cached_images(make: Callable[..., Tensor], **arguments: object) -> Tensor:
    """Return ``make(**arguments)`` rounded to 1 / 32767, from the cache if it is there.

    The key covers the arguments and the source of the module of ``make``, so a change of the code
    makes the images anew. A damaged file is made anew, too.

    Args:
        make: function that returns images in [-1, 1].
        arguments: its keyword arguments, as JSON can hold them.
    """
    folder = cache_folder()
    if folder is None:
        return _images(_integers(make(**arguments)))
    source = Path(str(sys.modules[make.__module__].__file__)).read_bytes()
    key = files.sha256(json.dumps(arguments, sort_keys=True).encode() + source)[:16]
    path = folder / f"{make.__name__}-{key}.npz"
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as archive:
            return _images(archive["images"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        integers = _integers(make(**arguments))
        with contextlib.suppress(OSError):  # read-only, full, or somebody else's
            buffer = io.BytesIO()
            np.savez_compressed(buffer, images=integers)
            files.write_bytes(path, buffer.getvalue())
        return _images(integers)


def _integers(images: Tensor) -> NDArray[np.int16]:
    return np.round(images.numpy() * LEVELS).astype(np.int16)


def _images(integers: NDArray[np.int16]) -> Tensor:
    return torch.from_numpy(integers.astype(np.float32) / LEVELS)
