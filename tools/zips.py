"""Write archives: the same contents are the same bytes, and one that is not whole is not there."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that the same contents are the same archive."""
COMPRESSED = (".whl",)
"""Files that are compressed already."""


def write_zip(archive: Path, contents: Iterable[tuple[str, bytes]]) -> None:
    """Write an archive to a temporary name, then give it its own.

    Args:
        archive: the file.
        contents: name and content of each of its files, in order.
    """
    temporary = archive.with_suffix(".tmp")
    with zipfile.ZipFile(temporary, "w") as file:
        for name, content in contents:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            packed = zipfile.ZIP_STORED if name.endswith(COMPRESSED) else zipfile.ZIP_DEFLATED
            file.writestr(entry, content, packed)
    temporary.replace(archive)


def files_below(folder: Path, pattern: str = "*") -> Iterator[tuple[str, bytes]]:
    """Yield name, from the folder on, and content of each file below it."""
    for path in sorted(path for path in folder.rglob(pattern) if path.is_file()):
        yield path.relative_to(folder).as_posix(), path.read_bytes()
