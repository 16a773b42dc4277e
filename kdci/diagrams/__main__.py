"""Write every drawing into a folder: ``python -m kdci.diagrams book/figures``."""

from __future__ import annotations

import argparse
from pathlib import Path

from kdci import diagrams, files


def svg_files() -> dict[str, str]:
    """Return every drawing by the name of its file."""
    drawings = (getattr(diagrams, name) for name in diagrams.__all__)
    return {f"{draw.__name__.replace('_', '-')}.svg": draw() for draw in drawings}


def main(arguments: list[str] | None = None) -> None:
    """Write the drawings, each atomically."""
    parser = argparse.ArgumentParser(prog="kdci.diagrams", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write; made if it is missing")
    folder = parser.parse_args(arguments).folder
    for name, svg in svg_files().items():
        print(files.write_text(folder / name, svg))


if __name__ == "__main__":
    main()
