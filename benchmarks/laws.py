"""How a kernel's cost may grow with the image, by the arithmetic of its algorithm.

The fitted exponents of time stand beside those of these laws at the same sizes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmarks.measure import growth

CACHES = (
    "Where the single-pixel camera's time grows faster than its law, its patterns outgrow the "
    "caches; so does that of the bare matrix products, see benchmarks/promises.py."
)


@dataclass(frozen=True)
class Law:
    """A law, in words and as a function of the pixels n, up to a factor."""

    words: str
    cost: Callable[[int], float]


TRANSFORM = Law("n log n", lambda n: n * math.log(n))
PRODUCT = Law("S n, S ~ n", lambda n: n**2)
PRODUCTS_OF_ROWS = Law("S^2 n, S ~ n", lambda n: n**3)
PIXELS, BANDS = Law("n", lambda n: n), Law("L n", lambda n: n)

LAWS = {
    ("MRI", "forward"): TRANSFORM,
    ("MRI", "adjoint"): TRANSFORM,
    ("MRI", "loss"): PIXELS,
    ("SPC", "forward"): PRODUCT,
    ("SPC", "adjoint"): PRODUCT,
    ("SPC", "loss"): PRODUCTS_OF_ROWS,
    ("SPC, Hadamard", "forward"): PRODUCT,
    ("SPC, Hadamard", "adjoint"): PRODUCT,
    ("SD-CASSI", "forward"): BANDS,
    ("SD-CASSI", "adjoint"): BANDS,
    ("SD-CASSI", "loss"): BANDS,
}


def law(modality: str, kernel: str) -> str:
    """Return the law of a kernel in words."""
    return LAWS[modality, kernel].words


def allowed(modality: str, kernel: str, sides: Iterable[int]) -> float | None:
    """Return the exponent p of the law ~ n^p, fitted as a measured one is."""
    cost = LAWS[modality, kernel].cost
    return growth((side, cost(side**2)) for side in sides)
