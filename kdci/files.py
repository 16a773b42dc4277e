"""Files that are either whole or not there: write to a temporary name, then rename."""

from __future__ import annotations

import hashlib
import itertools
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


def read_text(path: str | Path) -> str:
    """Return the text of a file in UTF-8.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is in another encoding; it names the file and the place.
    """
    content = Path(path).read_bytes()
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise ValueError(f"{path}:{line}: {found}: save the file as UTF-8") from error


def shown(path: Path) -> str:
    """Return the text of a file to be shown to a person; "" if there is no such file."""
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def keep_aside(path: Path, why: str) -> Path:
    """Copy a file to ``<its name>.<why>``, or ``<why>-2`` and so on, and return where it is kept.

    Raises:
        PermissionError: if the folder cannot be written.
    """
    names = (f"{path.name}.{why}" + (f"-{n}" if n > 1 else "") for n in itertools.count(1))
    place = next(path.with_name(name) for name in names if not path.with_name(name).exists())
    return write_bytes(place, path.read_bytes())


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
