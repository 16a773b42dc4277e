"""From results to what a page says: numbers, tables, verdicts, findings, figures, provenance.

A name is imported at its first use: the command ``kdci`` needs a part of this.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kdci.evidence.examples import example
    from kdci.evidence.findings import check
    from kdci.evidence.grids import Grid, gains, means, measures
    from kdci.evidence.numbers import Numbers, load, numbers_of

__all__ = [
    "Grid",
    "Numbers",
    "check",
    "example",
    "gains",
    "load",
    "means",
    "measures",
    "numbers_of",
]
ROOMS = {
    **{"example": "examples", "check": "findings"},
    **dict.fromkeys(("Grid", "gains", "means", "measures"), "grids"),
    **dict.fromkeys(("Numbers", "load", "numbers_of"), "numbers"),
}
"""The module in which each is."""


def __getattr__(name: str) -> Any:
    """Return a public name from the module that has it."""
    if name in ROOMS:
        module = importlib.import_module(f"kdci.evidence.{ROOMS[name]}")
        return globals().setdefault(name, getattr(module, name))
    raise AttributeError(f"module 'kdci.evidence' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names, for completion."""
    return sorted(__all__)
