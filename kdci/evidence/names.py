"""Names of systems as a page says them; in results and configurations they have no spaces."""

from __future__ import annotations

import re

SPOKEN = {
    "baseline-adam": "baseline with Adam",
    "student-adam": "student with Adam",
    "baseline-adjoint": "baseline from back-projection",
    "student-adjoint": "student from back-projection",
    "baseline-hadamard": "baseline from Hadamard",
    "student-hadamard": "student from Hadamard",
    "teacher-equal": "teacher of its own kind",
    "variable-density": "variable density",
    "poisson-disc": "Poisson disc",
    "zero-filled": "floor (no network)",
    "loupe": "LOUPE",
    "cartesian": "Cartesian lines",
    "hadamard": "Hadamard",
    "hadamard-energy": "Hadamard, by energy",
    "dct": "DCT",
    "binarised-principal": "signs of PCA",
    "bernoulli": "Bernoulli",
    "gaussian": "Gaussian",
    "blue-noise": "blue noise",
}
"""What a reader meets for a name; one that is missing is a word already."""
NAME = re.compile(r"[\w-]+")


def spoken(text: str) -> str:
    """Return a text, such as "student − hadamard-energy", with its names as a page says them."""
    return NAME.sub(lambda name: SPOKEN.get(name[0], name[0]), text)
