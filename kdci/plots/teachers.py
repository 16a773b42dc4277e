"""What each of several teachers is worth to the same student."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from kdci.metrics.statistics import Summary
from kdci.plots.style import BLACK, LOOK, axes_list, figure


def gain_by_teacher(
    leads: Mapping[str, Summary], gains: Mapping[str, Summary], likeness: Mapping[str, Summary]
) -> Figure:
    """Return a row per teacher: its lead over the baseline, its student's gain, its likeness.

    Points are means over seeds, bars their 95% intervals; the weakest teacher is on top.

    Args:
        leads: by teacher, paired differences of its PSNR and the baseline's [dB].
        gains: by teacher, paired differences of its student's PSNR and the baseline's [dB].
        likeness: by teacher, the alignment of its Gram matrix with its student's, 0 to 1.
    """
    names = sorted(gains, key=lambda name: leads[name].mean)
    fig = figure(0.45 * len(names) + 0.9)
    panels = axes_list(fig, 1, 3, sharey=True)
    columns = (
        ("teacher's\nlead [dB]", leads, *LOOK["teacher"][1:]),
        ("student's\ngain [dB]", gains, *LOOK["student"][1:]),
        ("alignment\nof the two", likeness, BLACK, "d"),
    )
    for ax, (title, found, color, marker) in zip(panels, columns, strict=True):
        values = [found[name] for name in names]
        means = [value.mean for value in values]
        bars = [value.high - value.mean for value in values]
        ax.errorbar(
            means, range(len(names)), xerr=bars, color=color, marker=marker, ms=5, ls="none",
            capsize=3,
        )  # fmt: skip
        ax.set_title(title)
    for ax in panels[:2]:
        ax.locator_params(axis="x", nbins=3)
        ax.xaxis.set_major_formatter("{x:g}")
        ax.axvline(0, color=LOOK["baseline"][1], lw=1.5)
    panels[2].set_xlim(0, 1.05)
    panels[2].set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    panels[0].set_yticks(range(len(names)), [name.replace(", ", ",\n") for name in names])
    panels[0].invert_yaxis()
    return fig
