"""Train a decoder of all masks, or compare it: `train mri`, `compare mri`, and the same for `spc`.

A training takes half an hour for MRI, ten minutes for the single-pixel camera, on one core.
"""

from __future__ import annotations

import sys

import torch

from kdci.widgets.drawing.compare import compare
from kdci.widgets.drawing.fit import Settings
from kdci.widgets.drawing.kspace import MRI
from kdci.widgets.drawing.release import make
from kdci.widgets.drawing.selections import SPC

DOMAINS = {"mri": MRI, "spc": SPC}
SETTINGS = {"mri": Settings(steps=20000), "spc": Settings(steps=8000, batch_size=16)}


def main(what: str, name: str) -> None:
    """Do one of the two."""
    torch.set_num_threads(1)
    domain = DOMAINS[name]
    {"train": lambda: make(domain, SETTINGS[name]), "compare": lambda: compare(domain)}[what]()


if __name__ == "__main__":
    main(*sys.argv[1:])
