"""Put the built book into one archive, for classrooms without a network: _build/kdci-book.zip."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
HTML, ARCHIVE = ROOT / "_build" / "html", ROOT / "_build" / "kdci-book.zip"
SERVE = "python3 -m http.server -d kdci-book"
HOW = f"""This is the whole book; it needs no network. Browsers run its live instruments only
on pages that are served, so in the folder where kdci-book lies, run

    {SERVE}

and open http://localhost:8000
"""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that the same book is the same archive."""


def pack(html: Path, archive: Path) -> None:
    """Write the archive: the folder ``kdci-book``, and how to serve it.

    Raises:
        FileNotFoundError: if there is no book; says how to build it.
    """
    if not (html / "index.html").is_file():
        raise FileNotFoundError(f"{html}: there is no book; run `make book`")
    temporary = archive.with_suffix(".tmp")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as book:
        _add(book, "READ-ME.txt", HOW.encode())
        for path in sorted(path for path in html.rglob("*") if path.is_file()):
            _add(book, f"kdci-book/{path.relative_to(html).as_posix()}", path.read_bytes())
    temporary.replace(archive)


def _add(book: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.external_attr = 0o644 << 16
    book.writestr(entry, content, zipfile.ZIP_DEFLATED)


def main() -> None:
    """Pack the book."""
    pack(HTML, ARCHIVE)
    megabytes = ARCHIVE.stat().st_size / 1e6
    sys.stdout.write(f"{ARCHIVE.relative_to(ROOT)}, {megabytes:.0f} MB. Unpack it, then: {SERVE}\n")


if __name__ == "__main__":
    main()
