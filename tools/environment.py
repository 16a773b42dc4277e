"""Write environment.yml from pyproject.toml and constraints.txt, so that the two cannot differ."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXTRAS = ("book", "lab", "study", "test")  # others are for clusters
HEADER = """\
# Written by tools/environment.py from pyproject.toml and constraints.txt: `make environment.yml`.
name: kdci
channels: [conda-forge]
dependencies:
  - python=3.11
  - make
  - pip
  - pip:
"""


def environment(root: Path = ROOT) -> str:
    """Return the text of environment.yml: every direct dependency with its exact version."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + [name for extra in EXTRAS for name in extras[extra]]
    lines = (root / "constraints.txt").read_text(encoding="utf-8").lower().splitlines()
    pins = dict(line.split("==") for line in lines if "==" in line)
    names = sorted({re.split(r"[<>=]", requirement)[0].lower() for requirement in wanted})
    return HEADER + "".join(f"      - {name}=={pins[name]}\n" for name in names)


if __name__ == "__main__":
    (ROOT / "environment.yml").write_text(environment(), encoding="utf-8")
