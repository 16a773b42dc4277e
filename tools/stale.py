"""Make the book execute again what depends on something that changed.

Jupyter Book's cache looks at the text of a notebook alone. This looks at what the notebook depends
on, too: the package, the versions of its dependencies, and the files under experiments/ that its
front matter names (all of them, if it names none):

    kdci:
      depends: [experiments/results/mri-*/*.json]
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

import jupytext
from jupyter_cache import get_cache

ROOT = Path(__file__).parents[1]
SHARED = ("kdci/**/*.py", "constraints.txt")


def dependencies(notebook: Path, root: Path) -> list[Path]:
    """Return the files on which a notebook's outputs depend, itself aside."""
    metadata = jupytext.read(notebook).metadata
    own = metadata.get("kdci", {}).get("depends", ["experiments/**/*"])
    found = {path for pattern in (*SHARED, *own) for path in root.glob(pattern)}
    return sorted(path for path in found if path.is_file())


def digest(notebook: Path, root: Path) -> str:
    """Return a hash of names and contents of all that a notebook depends on."""
    total = hashlib.sha256()
    for path in dependencies(notebook, root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root)} {content}\n".encode())
    return total.hexdigest()


def main(root: Path = ROOT) -> list[Path]:
    """Drop the stale notebooks from the cache, touch them, and return them."""
    notebooks = sorted(root.glob("notebooks/**/*.md"))
    store = root / "_build" / "dependencies.json"
    before = json.loads(store.read_text(encoding="utf-8")) if store.exists() else {}
    now = {path.name: digest(path, root) for path in notebooks}
    stale = [path for path in notebooks if before.get(path.name) != now[path.name]]
    cache = get_cache(root / "_build" / ".jupyter_cache")
    for path in stale:
        for record in cache.list_cache_records():
            if Path(record.uri).name == path.name:
                cache.remove_cache(record.pk)
        os.utime(path)  # Sphinx reads a page again when its time changed
    store.parent.mkdir(parents=True, exist_ok=True)
    temporary = store.with_suffix(".tmp")
    temporary.write_text(json.dumps(now, indent=1), encoding="utf-8")
    temporary.replace(store)
    return stale


if __name__ == "__main__":
    for changed in main():
        print(f"to execute: {changed.relative_to(ROOT)}", file=sys.stderr)
