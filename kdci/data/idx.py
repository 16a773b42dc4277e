"""IDX files, the format of MNIST and of data sets made after it: bytes behind a short header.

The header is big-endian: two zero bytes, the type (8: unsigned bytes), the number of dimensions,
and each dimension in four bytes (Y. LeCun, "The MNIST database of handwritten digits").
"""

from __future__ import annotations

import gzip
import hashlib
import math
import zlib
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

UNSIGNED_BYTES = 8
GZIP = b"\x1f\x8b"
OTHERS = {
    b"<": "an HTML or XML page",
    b"\x80": "a pickle",
    b"PK": "a zip archive",
    b"\x93NUMPY": "a NumPy file",
}
"""How files begin that are often found under the name of another."""


def read_idx(path: Path, shape: tuple[int, ...], sha256: str) -> NDArray[np.uint8]:
    """Return the array of an IDX file of unsigned bytes, compressed by gzip or not.

    Args:
        path: the file.
        shape: the shape that it must have.
        sha256: the SHA-256 of its content, uncompressed, with the header.

    Raises:
        FileNotFoundError: if it is not there.
        ValueError: if it is anything else than that file, saying what is wrong and what to do.
    """
    header = 4 + 4 * len(shape)
    content = _content(path, limit=header + math.prod(shape))
    _check_magic(path, content, len(shape))
    if len(content) < header:
        _refuse(path, f"{len(content)} bytes: must be a header of {header} bytes and the values")
    _check_shape(path, content[4:header], shape)
    if len(content) != header + math.prod(shape):
        found = len(content) - header
        problem = (
            "values are missing" if found < math.prod(shape) else "bytes follow the last value"
        )
        _refuse(path, f"{problem}: must be {math.prod(shape)} values")
    if hashlib.sha256(content).hexdigest() != sha256:
        _refuse(path, f"its content has another SHA-256: must be {sha256[:12]}...")
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)


def _content(path: Path, limit: int) -> bytes:
    """Return the uncompressed content, at most one byte beyond ``limit``."""
    if path.is_dir():
        _refuse(path, "is a folder: must be a file")
    with path.open("rb") as file:
        start = file.read(2)
    if not start:
        _refuse(path, "is empty: must be an IDX file")
    try:
        with gzip.open(path) if start == GZIP else path.open("rb") as file:
            return file.read(limit + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        _refuse(path, f"its gzip data are damaged or cut off ({error})")


def _check_magic(path: Path, content: bytes, dimensions: int) -> None:
    wanted = bytes((0, 0, UNSIGNED_BYTES, dimensions))
    found = content[:4]
    if found == wanted:
        return
    like = [what for start, what in OTHERS.items() if content.lstrip().startswith(start)]
    if found == wanted[::-1]:
        problem = "its bytes are in the wrong order (little-endian)"
    elif found[:3] == wanted[:3]:
        problem = f"has {found[3]} dimensions (images have 3, labels 1)"
    elif like:
        problem = f"is {like[0]}"
    else:
        problem = f"begins with 0x{found.hex()}"
    _refuse(path, f"{problem}: must be an IDX file, which begins with 0x{wanted.hex()}")


def _check_shape(path: Path, header: bytes, shape: tuple[int, ...]) -> None:
    found = tuple(np.frombuffer(header, ">u4").tolist())
    if found == shape:
        return
    if tuple(np.frombuffer(header, "<u4").tolist()) == shape:
        _refuse(path, "its sizes are in the wrong byte order (little-endian): must be big-endian")
    problem = "holds nothing" if 0 in found else "has another shape"
    _refuse(path, f"{problem}, {found}: must be {shape}")


def _refuse(path: Path, problem: str) -> NoReturn:
    raise ValueError(f"file={str(path)!r}: {problem}: delete it and get it again")
