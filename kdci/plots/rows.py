"""A row a comparison: its mean and 95% interval, under the name of its group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from kdci.metrics.statistics import Summary

Groups = Mapping[str, Sequence[tuple[str, Summary, str]]]
"""By name of the group: label, value and name of the look of each of its rows."""
Looks = Mapping[str, tuple[str, str, str]]
"""Colour, marker and fill, by name."""


def height(groups: Groups) -> float:
    """Return the height of a figure that has room for the rows and a legend [inches]."""
    return 1.2 + 0.19 * sum(len(rows) + 1 for rows in groups.values() if rows)


def draw(ax: Axes, groups: Groups, looks: Looks) -> dict[str, Artist]:
    """Draw rows from top to bottom; a group without rows is left out.

    Returns:
        A dot of each look that is there, for a legend, in the order of ``looks``.
    """
    labels: list[str] = []
    heads: list[int] = []
    shown: dict[str, Artist] = {}
    for group, rows in groups.items():
        if rows:
            heads.append(len(labels))
            labels.append(group)
        for label, value, look in rows:
            color, marker, fill = looks[look]
            at = len(labels)
            ax.plot([value.low, value.high], [at, at], color=color, lw=1.5)
            (dot,) = ax.plot(value.mean, at, marker, color=color, markerfacecolor=fill, ms=6)
            shown[look] = dot
            labels.append(label)
    ax.set_yticks(range(len(labels)), labels, fontsize=9)
    for at, text in enumerate(ax.get_yticklabels()):  # none, where another panel shows them
        text.set_fontweight("bold" if at in heads else "normal")
    ax.set_ylim(len(labels), -1)
    ax.grid(visible=False, axis="y")
    return {name: shown[name] for name in looks if name in shown}
