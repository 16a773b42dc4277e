"""The four official files of Fashion-MNIST: found, or fetched, and verified."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kdci.data.cache import cache_folder
from kdci.data.fetch import fetch
from kdci.data.folder import data_folder
from kdci.data.idx import read_idx

SOURCE = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com"
"""Where the authors of the data set offer it."""
DEBIAN = Path("/usr/share/datasets/fashion-mnist")
"""Where Debian's package dataset-fashion-mnist has them."""
NAME = "fashion-mnist"


class Official(NamedTuple):
    """One file: shape, SHA-256 of its uncompressed content, MD5 of the file that is offered."""

    shape: tuple[int, ...]
    sha256: str
    md5: str


FILES = {
    "train-images-idx3-ubyte": Official(
        (60000, 28, 28),
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    ),
    "train-labels-idx1-ubyte": Official(
        (60000,),
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        "25c81989df183df01b3e8a0aad5dffbe",
    ),
    "t10k-images-idx3-ubyte": Official(
        (10000, 28, 28),
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "bef4ecab320f06d8554ea6380940ec79",
    ),
    "t10k-labels-idx1-ubyte": Official(
        (10000,),
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        "bb300cfdad3c16e7a12a480ee83cd310",
    ),
}
"""The MD5 are those that the authors publish. The SHA-256 are of the same files, unpacked."""


def places() -> tuple[Path, ...]:
    """Return the folders that are searched, in this order."""
    return data_folder(NAME), DEBIAN, _fetched()


def official_file(name: str, folder: str | Path | None = None) -> Path:
    """Return where an official file is, compressed or not, after fetching it where it is nowhere.

    Args:
        name: one of `FILES`.
        folder: look there and nowhere else, and fetch nothing.

    Raises:
        FileNotFoundError: if it is not in ``folder``.
        ConnectionError: if it is nowhere and cannot be fetched.
        ValueError: if what was fetched is another file.
    """
    for place in places() if folder is None else (Path(folder),):
        for path in (place / f"{name}.gz", place / name):
            if path.exists():
                return path
    if folder is not None:
        path = Path(folder) / f"{name}.gz"
        raise FileNotFoundError(f"folder={str(folder)!r}: no {path.name}: {_remedy(Path(folder))}")
    target = _fetched() / f"{name}.gz"
    remedy = _remedy(data_folder(NAME))
    return fetch(f"{SOURCE}/{target.name}", target, f"md5:{FILES[name].md5}", remedy)


def official(name: str, folder: str | Path | None = None) -> NDArray[np.uint8]:
    """Return the images (N, 28, 28), 0 to 255, or the labels (N,), 0 to 9, of an official file.

    Raises:
        FileNotFoundError: if it is not in ``folder``.
        ConnectionError: if it is nowhere and cannot be fetched.
        ValueError: if it is damaged or another file.
    """
    shape, sha256, _ = FILES[name]
    return read_idx(official_file(name, folder), shape, sha256)


def _fetched() -> Path:
    """Return where fetched files are put: the cache, or the data's folder where there is none."""
    folder = cache_folder()
    return data_folder(NAME) if folder is None else folder / NAME


def _remedy(folder: Path) -> str:
    return (
        f"put {', '.join(f'{name}.gz' for name in FILES)} of {SOURCE} in {str(folder)!r}, "
        "or install Debian's package dataset-fashion-mnist"
    )
