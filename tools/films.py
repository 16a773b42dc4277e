"""Train the systems of a film anew, and write it: `python tools/films.py mri-adam`.

Films lie in experiments/films. One takes three to ten minutes on one core.
"""

from __future__ import annotations

import sys

import torch

from kdci.widgets.films.make import make
from kdci.widgets.films.release import FILMS


def main(*names: str) -> None:
    """Make the films that are named, or all of them."""
    torch.set_num_threads(1)
    for name in names or FILMS:
        make(name, FILMS[name])


if __name__ == "__main__":
    main(*sys.argv[1:])
