"""Whether a low condition number comes with good images."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from kdci.evidence.numbers import Numbers
from kdci.plots.style import LOOK, axes_list, figure, legend_above


def psnr_over_condition(
    numbers: Numbers,
    systems: Sequence[str],
    accelerations: Sequence[float],
    titles: Sequence[str],
) -> Figure:
    """Return a panel per acceleration: PSNR against the condition number, a dot a seed.

    Args:
        numbers: of a study.
        systems: names of those to show.
        accelerations: one for each panel, from top to bottom.
        titles: of the panels.
    """
    fig = figure(6.6)
    panels = axes_list(fig, len(accelerations), 1, sharex=True)
    for ax, acceleration, title in zip(panels, accelerations, titles, strict=True):
        for name in systems:
            label, color, marker = LOOK[name]
            psnr = numbers.by_seed(name, acceleration)
            condition = numbers.by_seed(name, acceleration, "condition_number")
            ax.plot(
                [condition[seed] for seed in psnr], list(psnr.values()), marker,
                color=color, ls="none", ms=7, alpha=0.8, label=label,
            )  # fmt: skip
        ax.margins(y=0.12)  # no marker is cut off
        ax.set_ylabel("PSNR [dB]")
        ax.set_title(title, loc="left")
        ax.set_xscale("log")
        ax.set_xticks([1, 2, 5, 10, 20, 50], ["1", "2", "5", "10", "20", "50"])
        ax.minorticks_off()
    panels[-1].set_xlabel("condition number")
    legend_above(fig, *panels[0].get_legend_handles_labels(), columns=2)
    return fig
