"""Files that are either whole or not there: write to a temporary name, then rename."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def write_bytes(path: str | Path, content: bytes) -> Path:
    """Write ``content`` to ``path`` atomically, making its folder where it is missing.

    Raises:
        PermissionError: if the folder cannot be written, naming the folder.
    """
    path = Path(path)
    check_writable(path.parent)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


def write_text(path: str | Path, text: str) -> Path:
    """Write ``text`` to ``path`` atomically, as UTF-8."""
    return write_bytes(path, text.encode())


def check_writable(folder: str | Path) -> Path:
    """Make ``folder`` and prove that a file can be written there, before any work starts.

    Raises:
        PermissionError: if it cannot be, naming the folder and the remedy.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        message = f"folder {str(folder)!r} cannot be written ({error.strerror}): choose another"
        raise PermissionError(message) from error
    return folder


def sha256(content: bytes) -> str:
    """Return the SHA-256 of ``content`` as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
