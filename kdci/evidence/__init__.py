"""From results to what a page says: numbers, tables, verdicts, findings, figures, provenance."""

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
