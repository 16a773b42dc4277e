"""Put the built book into one archive that needs no network and no server: _build/kdci-book.zip.

Browsers let a page that was opened as a file load scripts, but no modules and no data. So what the
instruments load stands in the archive as scripts: each file compressed, in base64; see
kdci/widgets/static/assets.js.
"""

from __future__ import annotations

import base64
import gzip
import json
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tools.zips import files_below, write_zip

ROOT = Path(__file__).parents[1]
HTML, ARCHIVE = ROOT / "_build" / "html", ROOT / "_build" / "kdci-book.zip"
LEVEL = 6
"""Of compression: the highest takes four times as long, and the archive is as large."""
LARGEST = 60
"""Promised size of the archive [MB]."""
DATA, STARTER = "_static/widgets/", "_static/instruments.js"
MARK = 'document.documentElement.dataset.kdciFiles = "scripts";\n'
"""Tells the pages of the archive that their instruments find files in scripts."""
HOW = """This is the whole book, its live instruments included. It needs no network and no server.
Unpack the archive, then open index.html in the folder kdci-book by a double click.
"""


def pack(html: Path, archive: Path) -> None:
    """Write the archive: the folder ``kdci-book``, and how to open it.

    Raises:
        FileNotFoundError: if there is no book; says how to build it.
    """
    if not (html / "index.html").is_file():
        raise FileNotFoundError(f"{html}: there is no book; run `make book`")
    book = ((f"kdci-book/{name}", content) for name, content in contents(html))
    write_zip(archive, chain([("READ-ME.txt", HOW.encode())], book))


def contents(html: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file of the archive, from the folder of the built book."""
    for name, content in files_below(html):
        if name.startswith(DATA):
            yield f"{name}.js", script(Path(name).name, content)
        elif name == STARTER:
            yield name, MARK.encode() + content
        else:
            yield name, content


def script(name: str, content: bytes) -> bytes:
    """Return a script that puts a file's content where an instrument looks for it."""
    text = base64.b64encode(gzip.compress(content, LEVEL, mtime=0)).decode()
    return f"(globalThis.kdciFiles ??= {{}})[{json.dumps(name)}] = {json.dumps(text)};\n".encode()


def main() -> None:
    """Pack the book, and say how large it is.

    Raises:
        SystemExit: if it is larger than promised.
    """
    pack(HTML, ARCHIVE)
    megabytes = ARCHIVE.stat().st_size / 1e6
    sys.stdout.write(f"{ARCHIVE.relative_to(ROOT)}, {megabytes:.0f} MB. {HOW}")
    if megabytes > LARGEST:
        sys.exit(f"{ARCHIVE.name}: {megabytes:.0f} MB, promised {LARGEST}")


if __name__ == "__main__":
    main()
