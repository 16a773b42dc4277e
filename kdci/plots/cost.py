"""What systems cost in use, side by side, and how sure their difference is."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from kdci.metrics.statistics import Summary
from kdci.plots.style import (
    GRAY,
    LOOK,
    PURPLE,
    VERMILION,
    axes_list,
    figure,
    legend_above,
    signed,
)

ROLES = {
    "baseline": LOOK["baseline"],
    "student": LOOK["student"],
    "teacher": LOOK["teacher"],
    "student-with-teacher": ("student with its teacher", PURPLE, "P"),
}
"""Label, colour and marker of what is timed, from top to bottom of a row."""


def time_per_image(
    times: Mapping[str, Mapping[str, Summary]], differences: Mapping[str, Summary], margin: float
) -> Figure:
    """Return a row per instrument: the time of its systems and, right, student minus baseline.

    Left, points are means over repetitions and bars their standard deviations; right, the bars are
    95% intervals, and within the gray band the two are the same.

    Args:
        times: by instrument and role, one of `ROLES`, the time per image [ms].
        differences: by instrument, paired differences of student and baseline [% of the baseline].
            Those of an instrument may be missing.
        margin: of the differences that count as none [%].
    """
    fig = figure(1.4 + 0.75 * len(times))
    left, right = axes_list(fig, 1, 2, sharey=True, gridspec_kw={"width_ratios": [3, 2]})
    for role, (label, color, marker) in ROLES.items():
        offset = 0.2 * (list(ROLES).index(role) - 1.5)
        rows = {at: found[role] for at, found in enumerate(times.values()) if role in found}
        left.errorbar(
            [value.mean for value in rows.values()], [at + offset for at in rows],
            xerr=[value.spread for value in rows.values()],
            color=color, marker=marker, ms=5, ls="none", capsize=3, label=label,
        )  # fmt: skip
    found = {at: differences[name] for at, name in enumerate(times) if name in differences}
    right.axvspan(-margin, margin, color=GRAY, alpha=0.25, lw=0)
    right.axvline(0, color=LOOK["baseline"][1], lw=1.5)
    right.errorbar(
        [value.mean for value in found.values()], list(found),
        xerr=[value.high - value.mean for value in found.values()],
        color=VERMILION, marker="s", ms=5, ls="none", capsize=3,
    )  # fmt: skip
    reach = max([2 * margin, *(1.1 * abs(end) for v in found.values() for end in (v.low, v.high))])
    right.set_xlim(-reach, reach)
    tick = margin * max(1, round(reach / (2 * margin)))
    right.set_xticks([-tick, 0, tick], [signed(at) for at in (-tick, 0, tick)])
    right.set_xlabel("student minus\nbaseline [% of it]")
    left.set_xscale("log")
    left.set_xticks([0.5, 1, 2, 5, 10], ["0.5", "1", "2", "5", "10"])
    left.xaxis.set_minor_formatter(NullFormatter())
    left.set_xlabel("time per image [ms],\none thread")
    left.set_yticks(range(len(times)), [name.replace(", ", ",\n") for name in times])
    left.set_ylim(len(times) - 0.5, -0.5)
    legend = left.get_legend_handles_labels()
    legend_above(fig, *legend, columns=2)
    return fig
