"""Differences between two systems, a row a comparison, and how each reads."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter

from kdci.experiments.verdict_tables import in_unit, unit
from kdci.experiments.verdicts import Verdict
from kdci.plots.style import BLACK, BLUE, GRAY, VERMILION, axes, figure

READINGS = {
    "agrees": (BLUE, "o", BLUE),
    "none shown": (GRAY, "o", "white"),
    "contradicts": (VERMILION, "s", VERMILION),
}
"""Colour, marker and fill of each reading that has a difference."""
TICKS = {"dB": (1, 3, 10), "%": (10, 100, 1000)}
"""Of the horizontal axis, both ways from zero; linear up to the first, logarithmic beyond."""
QUANTITY = {"dB": "difference in PSNR [dB]", "%": "difference [% of the rival's mean]"}


def differences(verdicts: Sequence[Verdict], of_unit: str) -> Figure:
    """Return the findings in one unit, grouped by claim: mean difference and 95% interval.

    Those that are missing are left out.

    Args:
        verdicts: from `kdci.experiments.verdicts.judge`.
        of_unit: "dB" or "%", see `kdci.experiments.verdict_tables.unit`.
    """
    labels, heads, points = [], [], []
    for verdict in verdicts:
        there = [
            finding
            for finding in verdict.findings
            if finding.difference is not None and unit(finding.evidence) == of_unit
        ]
        if there:
            heads.append(len(labels))
            labels.append(verdict.claim.id)
        for finding in there:
            points.append((len(labels), finding))
            labels.append(f"{finding.evidence.modality}, {finding.evidence.label}")
    fig = figure(1.2 + 0.19 * len(labels))
    ax = axes(fig)
    ax.set_xscale("symlog", linthresh=TICKS[of_unit][0], linscale=1)
    ax.axvline(0, color=BLACK, lw=1)
    shown: dict[str, object] = {}
    for height, finding in points:
        value = in_unit(finding)
        color, marker, fill = READINGS[finding.reading]
        ax.plot([value.low, value.high], [height, height], color=color, lw=1.5)
        (dot,) = ax.plot(value.mean, height, marker, color=color, markerfacecolor=fill, ms=6)
        shown[finding.reading] = dot
    ax.set_yticks(range(len(labels)), labels, fontsize=9)
    for head in heads:
        ax.get_yticklabels()[head].set_fontweight("bold")
    ax.set_ylim(len(labels), -1)
    ax.grid(visible=False, axis="y")
    ax.xaxis.set_major_locator(FixedLocator([s * t for t in (0, *TICKS[of_unit]) for s in (-1, 1)]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:+g}" if value else "0"))
    ax.set_xlabel(QUANTITY[of_unit])
    legend = {name: shown[name] for name in READINGS if name in shown}
    fig.legend(legend.values(), legend.keys(), loc="outside upper center", ncols=3, frameon=False)
    return fig
