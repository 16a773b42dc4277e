"""Write a .npz file whose bytes depend on its arrays alone, not on the date."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

FILES = Path(__file__).parents[1] / "kdci" / "data" / "files"


def write_archive(name: str, arrays: dict[str, np.ndarray[Any, Any]]) -> None:
    """Write the arrays to kdci/data/files, compressed by LZMA, and print size and SHA-256."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        for key, array in arrays.items():
            one = io.BytesIO()
            np.save(one, array, allow_pickle=False)
            file.writestr(zipfile.ZipInfo(f"{key}.npy"), one.getvalue(), zipfile.ZIP_LZMA)
    content = whole.getvalue()
    (FILES / name).write_bytes(content)
    print(f"{name}: {len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")
