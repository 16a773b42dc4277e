"""Files of data that are part of the package: whole, with the hash that the code expects."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np

from kdci import files

FOLDER = Path(__file__).parent / "files"


def embedded_arrays(name: str, path: Path, sha256: str) -> dict[str, np.ndarray[Any, Any]]:
    """Return the arrays of an embedded ``.npz`` file, by name.

    Args:
        name: what an error calls the file.
        path: where it is.
        sha256: its SHA-256.

    Raises:
        FileNotFoundError: if it is not there.
        ValueError: if its hash is another.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{name}={str(path)!r}: no such file: install kdci again")
    content = path.read_bytes()
    found = files.sha256(content)
    if found != sha256:
        raise ValueError(
            f"{name}={str(path)!r}: damaged: its SHA-256 is {found[:12]}..., "
            f"must be {sha256[:12]}...: install kdci again"
        )
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return dict(archive)
