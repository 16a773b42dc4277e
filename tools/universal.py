"""Train the decoder of all masks (half an hour on one core), or compare it: `train`, `compare`."""

from __future__ import annotations

import sys

import torch

from kdci.widgets.drawing.compare import compare
from kdci.widgets.drawing.fit import Settings
from kdci.widgets.drawing.release import make


def main(what: str) -> None:
    """Do one of the two."""
    torch.set_num_threads(1)
    {"train": lambda: make(Settings()), "compare": compare}[what]()


if __name__ == "__main__":
    main(*sys.argv[1:])
