"""From one recipe to another, a change at a time: where a gain comes from."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kdci.metrics.statistics import Summary
from kdci.plots.style import BLACK, GRAY, LOOK, axes_list, figure, legend_above


def waterfall(
    baselines: Mapping[str, Summary],
    students: Mapping[str, Summary],
    gains: Mapping[str, Summary],
    best_fixed: Summary | None = None,
) -> Figure:
    """Return a row per rung, from top to bottom: both systems on the left, the gain on the right.

    A gray bar leads from the gain of the rung above to that of its own: what its change did.

    Args:
        baselines: PSNR of the baseline at each rung [dB].
        students: PSNR of the student at each rung [dB].
        gains: paired differences of the two at each rung [dB].
        best_fixed: PSNR of the best design that nobody learned [dB], a dotted line.

    Raises:
        KeyError: if a rung of ``gains`` lacks one of the two.
    """
    fig = figure(1.4 + 0.42 * len(gains))
    left, right = axes_list(fig, 1, 2, sharey=True)
    legend = {
        LOOK[kind][0]: _dots(left, [found[rung] for rung in gains], *LOOK[kind][1:])
        for kind, found in (("baseline", baselines), ("student", students))
    }
    if best_fixed is not None:
        label = "best design, not learned"
        legend[label] = left.axvline(best_fixed.mean, color=BLACK, ls=":", lw=1.5)
    right.axvline(0, color=LOOK["baseline"][1], lw=1.5)
    before = 0.0
    for at, gain in enumerate(gains.values()):
        right.barh(at, gain.mean - before, left=before, height=0.5, color=GRAY, alpha=0.35)
        before = gain.mean
    _dots(right, list(gains.values()), *LOOK["student"][1:])
    left.set_yticks(range(len(gains)), list(gains), fontsize=9)
    left.set_ylim(len(gains) - 0.5, -0.5)
    left.set_xlabel("PSNR [dB]")
    right.set_xlabel("student minus\nbaseline [dB]")
    for ax in (left, right):
        ax.grid(visible=False, axis="y")
        ax.locator_params(axis="x", nbins=4)
    legend_above(fig, legend.values(), legend.keys(), columns=2)
    return fig


def _dots(ax: Axes, values: list[Summary], color: str, marker: str) -> object:
    """Draw means and intervals of rows from top to bottom, and return them for a legend."""
    return ax.errorbar(
        [value.mean for value in values], range(len(values)),
        xerr=[value.high - value.mean for value in values],
        color=color, marker=marker, ms=5, ls="none", lw=1.5,
    )  # fmt: skip
