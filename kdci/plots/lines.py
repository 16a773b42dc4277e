"""A line through means over seeds, with the interval of each."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes

from kdci.metrics.statistics import Summary


def draw(
    ax: Axes,
    summaries: Mapping[float, Summary],
    color: str,
    marker: str,
    style: str,
    label: str,
) -> None:
    """Draw means and intervals of one line, from left to right.

    Args:
        ax: to draw on.
        summaries: by the place on the horizontal axis.
        color: of line and markers.
        marker: of matplotlib.
        style: of the line.
        label: for the legend.
    """
    where = sorted(summaries)
    means = [summaries[at].mean for at in where]
    bars = [summaries[at].high - summaries[at].mean for at in where]
    ax.errorbar(
        where, means, bars, color=color, marker=marker, ls=style, capsize=3, lw=1.5, label=label
    )
