"""Reconstruction quality over the length of the training: has it converged?"""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullFormatter, StrMethodFormatter

from kdci.metrics.statistics import Summary
from kdci.plots import lines as line
from kdci.plots.style import LOOK, axes, figure, legend_above


def psnr_over_steps(systems: Mapping[str, Mapping[float, Summary]]) -> Figure:
    """Return a line for each system: PSNR [dB] over training steps, on a logarithmic axis.

    A line that is still steep at its right end has not converged. Points are means over seeds,
    bars their 95% intervals.

    Args:
        systems: by name, as in `kdci.plots.style.LOOK`: a summary at each number of steps.

    Raises:
        ValueError: if there is no system, or one has no summary.
    """
    if not systems or not all(systems.values()):
        raise ValueError(f"systems={dict(systems)!r}: must have a summary for each of one or more")
    fig = figure(3.6)
    ax = axes(fig)
    ax.set_xscale("log")
    for name, summaries in systems.items():
        label, color, marker = LOOK[name]
        style = "-" if name in ("teacher", "baseline", "student") else "--"
        line.draw(ax, summaries, color, marker, style, label)
    ticks = sorted({steps for summaries in systems.values() for steps in summaries})
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_xlabel("training steps")
    ax.set_ylabel("PSNR [dB]")
    legend_above(fig, *ax.get_legend_handles_labels(), columns=2)
    return fig
