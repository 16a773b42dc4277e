"""Differences between two systems, a row a comparison, and how each reads."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter

from kdci.evidence.claims import MODALITIES
from kdci.evidence.primaries import Primary
from kdci.evidence.verdict_tables import in_unit, unit
from kdci.evidence.verdicts import MARGIN, Finding, Verdict
from kdci.metrics.statistics import Summary
from kdci.plots import rows
from kdci.plots.style import BLACK, BLUE, GRAY, VERMILION, axes, figure, legend_above, signed

READINGS = {
    "agrees": (BLUE, "o", BLUE),
    "none shown": (GRAY, "o", "white"),
    "contradicts": (VERMILION, "s", VERMILION),
}
"""Colour, marker and fill of each reading that has a difference."""
TICKS = {"dB": (1, 10), "%": (10, 100)}
"""Of the horizontal axis, both ways from zero; linear up to the first, logarithmic beyond."""
QUANTITY = {"dB": "difference in PSNR [dB]", "%": "difference [% of the baseline's mean]"}


PRIMARY = "primary comparisons"
"""Head of the group that comes first."""


def differences(verdict: Verdict, of_unit: str, modalities: Sequence[str] = MODALITIES) -> Figure:
    """Return a claim's findings in one unit: mean difference and 95% interval.

    The primary ones come first, then all others by modality. Those that are missing are left out.
    A primary one looks like "none shown" if it does not withstand the number of all primary ones.
    Where the claim says that two systems are the same, a gray band shows how far apart they may be.

    Args:
        verdict: from `kdci.evidence.verdicts.judge`.
        of_unit: "dB" or "%", see `kdci.evidence.verdict_tables.unit`.
        modalities: those to show.
    """
    groups: dict[str, list[tuple[str, Summary, str]]] = {PRIMARY: []}
    groups |= {modality: [] for modality in modalities}
    found = [one for one in verdict.findings if _is_shown(one, of_unit, modalities)]
    for one in found:
        evidence = one.evidence
        label = f"{evidence.modality}, {evidence.label}" if evidence.primary else evidence.label
        group = groups[PRIMARY if evidence.primary else evidence.modality]
        group.append((label, in_unit(one), one.withstands))
    fig = _rows(groups, of_unit)
    if any(one.evidence.expected == "same" for one in found):
        band = 100 * MARGIN
        fig.axes[0].axvspan(-band, band, color=GRAY, alpha=0.25, lw=0)
        fig.axes[0].xaxis.set_major_locator(FixedLocator([-band, 0, band]))
    return fig


def _is_shown(finding: Finding, of_unit: str, modalities: Sequence[str]) -> bool:
    evidence = finding.evidence
    shown = unit(evidence) == of_unit and evidence.modality in modalities
    return shown and finding.difference is not None


def primary_differences(found: Sequence[Primary], of_unit: str) -> Figure:
    """Return the primary comparisons in one unit, grouped by claim: mean difference and interval.

    The interval is that of the level at which Holm's method tests the comparison.

    Args:
        found: from `kdci.evidence.primaries.primaries`.
        of_unit: "dB" or "%", see `kdci.evidence.verdict_tables.unit`.
    """
    groups: dict[str, list[tuple[str, Summary, str]]] = {}
    for one in found:
        if unit(one.finding.evidence) == of_unit:
            groups.setdefault(one.claim, []).append((one.label, one.difference, one.reading))
    return _rows(groups, of_unit)


def _rows(groups: rows.Groups, of_unit: str) -> Figure:
    fig = figure(rows.height(groups))
    ax = axes(fig)
    ax.set_xscale("symlog", linthresh=TICKS[of_unit][0], linscale=1)
    ax.axvline(0, color=BLACK, lw=1)
    shown = rows.draw(ax, groups, READINGS)
    ax.xaxis.set_major_locator(
        FixedLocator([0, *TICKS[of_unit], *(-tick for tick in TICKS[of_unit])])
    )
    ax.xaxis.set_major_formatter(FuncFormatter(signed))
    fig.supxlabel(QUANTITY[of_unit], fontsize="medium")  # the panel is too narrow for it
    legend_above(fig, shown.values(), shown.keys(), columns=3)
    return fig
