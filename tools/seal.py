"""Give results that exist a hash of their own content, once: those that are as git has them.

    python tools/seal.py experiments/results benchmarks/results

A file that differs from the last commit, or that git does not know, is refused, and nothing is
written. The rest of a file stays as it is, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from kdci import files
from kdci.sealed import SEAL, seal_of


def committed(folder: Path) -> dict[Path, str]:
    """Return the hashes (Git's, of a blob) of the files of a folder in the last commit."""
    command = ["git", "-C", str(folder), "ls-tree", "-r", "-z", "HEAD", "."]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    parts = (line.split(maxsplit=3) for line in listed.split("\0") if line)
    return {folder / name: blob for _, _, blob, name in parts}


def blob(path: Path) -> str:
    """Return the hash (Git's, of a blob) of a file as it is now."""
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def sealed(text: str) -> str:
    """Return the text of a JSON object with its seal as its last key, all else as it was.

    Raises:
        ValueError: if it is no JSON object, or a number in it is not finite.
    """
    content = json.loads(text)
    if not isinstance(content, dict) or not content:
        raise ValueError("is not an object with keys and values")
    if SEAL in content:
        return text
    body, end = text.rstrip()[:-1], text[len(text.rstrip()) :]
    between = body[len(body.rstrip()) :]  # the line break and the spaces of an indented file
    indent = between + " " if between else " "
    return f'{body.rstrip()},{indent}"{SEAL}": "{seal_of(content)}"{between}}}{end}'


def main(folders: Iterable[str]) -> int:
    """Seal all JSON files of folders, or refuse; return how many were refused."""
    todo: dict[Path, str] = {}
    refused = []
    for name in folders:
        folder = Path(name).resolve()
        paths = sorted(folder.rglob("*.json"))
        history = committed(folder)
        refused += [path for path in paths if blob(path) != history.get(path)]
        todo |= {path: sealed(files.read_text(path)) for path in paths}
    for path in refused:
        print(f"{path}: is not as git has it: restore it, or commit it", file=sys.stderr)
    if not refused:
        for path, text in todo.items():
            files.write_text(path, text)
        print(f"{len(todo)} files have a hash of their content")
    return len(refused)


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
