"""Tables of a page, each in one line: means, measures and gains of a study's systems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kdci.evidence.markdown import interval, markdown, plus_minus
from kdci.evidence.names import spoken
from kdci.evidence.numbers import Numbers
from kdci.metrics.statistics import Summary

DIGITS = {"psnr": 2, "ssim": 3, "sam": 2, "samples": 0, "patterns": 0, "snapshots": 0}
"""After the point, by the first part of a metric's name; others have `OTHERWISE`."""
OTHERWISE = 3
INTERVAL = "mean [95% interval]"
MINUS = " \N{MINUS SIGN} "

Names = Sequence[str] | Mapping[str, str]
"""Systems, or labels and the systems that they stand for."""
Places = float | Sequence[float] | Mapping[str, float]
"""An acceleration, several, or labels and the accelerations that they stand for."""
Pairs = Sequence[tuple[str, str]] | Mapping[str, tuple[str, str]]
"""System and rival, or labels and the pairs that they stand for."""


@dataclass(frozen=True)
class Grid:
    """A table that a page shows as its last expression, and whose numbers its sentences use.

    Args:
        corner: what stands above the names of the rows.
        cells: by row and column, a number over seeds or a text.
        digits: after the point, by column.
        signed: whether the numbers are differences, shown with their intervals.
    """

    corner: str
    cells: Mapping[str, Mapping[str, Summary | str]]
    digits: Mapping[str, int]
    signed: bool = False

    def __getitem__(self, row: str) -> Mapping[str, Summary | str]:
        """Return the cells of a row, by column."""
        return self.cells[row]

    @property
    def columns(self) -> list[str]:
        """Names of all columns, in the order in which they come."""
        return list(dict.fromkeys(name for row in self.cells.values() for name in row))

    def _repr_markdown_(self) -> str:
        rows = [
            [spoken(name), *(self._text(row.get(column, ""), column) for column in self.columns)]
            for name, row in self.cells.items()
        ]
        return markdown([self.corner, *self.columns], rows)

    def _text(self, cell: Summary | str, column: str) -> str:
        if isinstance(cell, str):
            return cell
        show = interval if self.signed else plus_minus
        return show(cell, self.digits.get(column, OTHERWISE))


def means(numbers: Numbers, systems: Names, at: Places, metric: str = "psnr") -> Grid:
    """Return mean ± spread over seeds: a row a system, a column an acceleration."""
    places = _places(at)
    cells = {
        label: {column: numbers.mean(name, where, metric) for column, where in places.items()}
        for label, name in _names(systems).items()
    }
    return Grid(_title(metric), cells, dict.fromkeys(places, _digits(metric)))


def measures(numbers: Numbers, systems: Names, metrics: Sequence[str], at: float) -> Grid:
    """Return mean ± spread over seeds: a row a system, a column a metric."""
    cells = {
        label: {_title(metric): numbers.mean(name, at, metric) for metric in metrics}
        for label, name in _names(systems).items()
    }
    return Grid("system", cells, {_title(metric): _digits(metric) for metric in metrics})


def gains(numbers: Numbers, pairs: Pairs, at: Places, metric: str = "psnr") -> Grid:
    """Return paired differences with 95% intervals: a row a pair, a column an acceleration.

    At a single acceleration there are columns for the number of seeds and for what the interval
    says, too.
    """
    named = pairs if isinstance(pairs, Mapping) else {MINUS.join(pair): pair for pair in pairs}
    places, digits = _places(at), _digits(metric)
    cells: dict[str, dict[str, Summary | str]] = {}
    for label, pair in named.items():
        found = {column: numbers.gain(*pair, where, metric) for column, where in places.items()}
        cells[label] = dict(found)
        if len(places) == 1:
            (only,) = found.values()
            cells[label] = {"reading": only.reading, INTERVAL: only, "seeds": str(only.count)}
    corner = f"difference in {_title(metric)}"
    return Grid(corner, cells, dict.fromkeys((*places, INTERVAL), digits), signed=True)


def _names(systems: Names) -> Mapping[str, str]:
    return systems if isinstance(systems, Mapping) else {name: name for name in systems}


def _places(at: Places) -> Mapping[str, float]:
    if isinstance(at, Mapping):
        return at
    return {f"{one:g}": one for one in (at if isinstance(at, Sequence) else [at])}


def _digits(metric: str) -> int:
    return DIGITS.get(metric.split("_")[0], OTHERWISE)


def _title(metric: str) -> str:
    """Return a metric's name as a page shows it."""
    names = {"psnr": "PSNR [dB]", "ssim": "SSIM", "sam": "SAM [°]"}
    name, _, noise = metric.partition("_at_")
    shown = names.get(name, name.replace("_", " "))
    return f"{shown} at {noise.replace('dB', ' dB')}" if noise else shown
