"""What distilling adds, entry by entry, and what its gain goes with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure

from kdci.metrics.statistics import Summary
from kdci.plots import rows
from kdci.plots.style import (
    BLACK,
    GREEN,
    LOOK,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    axes_list,
    figure,
    legend_above,
)
from kdci.plots.verdicts import READINGS

LOOKS = dict(zip(("higher", "none shown", "lower"), READINGS.values(), strict=True))
"""Colour, marker and fill of each reading of a gain."""
SERIES = (
    (VERMILION, "s"),
    (GREEN, "D"),
    (BLACK, "o"),
    (PURPLE, "^"),
    (SKY, "v"),
    (ORANGE, "P"),
)
"""Colour and marker of each series of a scatter, in their order."""


def gains(
    groups: Mapping[str, Mapping[str, Summary]],
    baselines: Mapping[str, Mapping[str, Summary]] | None = None,
    rival: str = "baseline",
) -> Figure:
    """Return a row per comparison: the gain of a student, mean and 95% interval.

    Args:
        groups: by group and label, paired differences of student and rival [dB].
        baselines: the PSNR of the baseline of each of these rows [dB], for a panel of its own on
            the left; without it if left out.
        rival: what is subtracted, as the axis says it.

    Raises:
        KeyError: if ``baselines`` lacks a row.
    """
    shown = {
        group: [(label, value, value.reading) for label, value in found.items()]
        for group, found in groups.items()
    }
    fig = figure(rows.height(shown))
    panels = axes_list(fig, 1, 1 if baselines is None else 2, sharey=True)
    if baselines is not None:
        theirs = {
            group: [(label, baselines[group][label], "baseline") for label in found]
            for group, found in groups.items()
        }
        rows.draw(panels[0], theirs, {"baseline": (BLACK, "d", BLACK)})
        panels[0].set_xlabel("baseline's\nPSNR [dB]")
    panels[-1].axvline(0, color=LOOK["baseline"][1], lw=1.5)
    legend = rows.draw(panels[-1], shown, LOOKS)
    for ax in panels:
        ax.locator_params(axis="x", nbins=5 if baselines is None else 3)
    space = " " if baselines is None else "\n"
    panels[-1].set_xlabel(f"student minus{space}{rival} [dB]")
    legend_above(fig, legend.values(), legend.keys(), columns=3)
    return fig


def gain_against(
    panels: Mapping[str, Mapping[str, Sequence[tuple[Summary, Summary]]]],
) -> Figure:
    """Return a panel per quantity: the gains of students against it, means and 95% intervals.

    Args:
        panels: by quantity, with its unit, and by series, pairs of that quantity and the paired
            difference of student and baseline [dB]. A series looks the same in all panels.

    Raises:
        ValueError: if there are more series than `SERIES` has looks.
    """
    names = list(dict.fromkeys(name for series in panels.values() for name in series))
    looks = dict(zip(names, SERIES[: len(names)], strict=True))
    fig = figure(1.2 + 2.6 * len(panels))
    legend: dict[str, ErrorbarContainer] = {}
    stacked = axes_list(fig, len(panels), 1)
    for ax, (quantity, series) in zip(stacked, panels.items(), strict=True):
        ax.axhline(0, color=LOOK["baseline"][1], lw=1.5)
        for name, pairs in series.items():
            color, marker = looks[name]
            across, up = zip(*pairs, strict=True)
            legend[name] = ax.errorbar(
                [value.mean for value in across], [value.mean for value in up],
                xerr=[value.high - value.mean for value in across],
                yerr=[value.high - value.mean for value in up],
                color=color, marker=marker, ms=6, ls="none", lw=1,
            )  # fmt: skip
        ax.set_xlabel(quantity)
        ax.set_ylabel("student's gain [dB]")
    legend_above(fig, legend.values(), legend.keys(), columns=3)
    return fig
