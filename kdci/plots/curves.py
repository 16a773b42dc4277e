"""Learning curves: what becomes of the pattern, and how good the system is, over training."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import LogFormatter, LogLocator

from kdci.evidence.numbers import Numbers
from kdci.plots.style import LOOK, axes_list, figure, legend_above

PANELS = {
    "energy_captured": "energy captured [%]",
    "condition_number": "condition number",
    "validation_psnr": "validation PSNR [dB]",
    "encoder_gradient": "gradient norm at pattern",
}


def learning_curves(numbers: Numbers, systems: Sequence[str], acceleration: float) -> Figure:
    """Return what the encoder is monitored by, PSNR and the pattern's gradient, a line a seed.

    The modality decides on the monitor: captured energy for MRI, else the condition number.
    """
    found = {name: numbers.select(name, acceleration) for name in systems}
    recorded = found[systems[0]][0].curves
    shown = {curve: label for curve, label in PANELS.items() if curve in recorded}
    fig = figure(7.0)
    panels = axes_list(fig, len(shown), 1, sharex=True)
    for ax, (curve, label) in zip(panels, shown.items(), strict=True):
        factor = 100 if curve == "energy_captured" else 1
        for name in systems:
            text, color, marker = LOOK[name]
            for index, result in enumerate(found[name]):
                values = [factor * value for value in result.curves[curve]]
                steps = result.curves["step"]
                ax.plot(
                    steps, values, color=color, marker=marker, markevery=4, ms=4, lw=1,
                    label=text if index == 0 else None,
                )  # fmt: skip
        ax.set_ylabel(label)
        if curve in ("condition_number", "encoder_gradient"):
            ax.set_yscale("log")
        if curve == "condition_number":  # plain numbers; 2 instead of 2 x 10^0
            ax.yaxis.set_major_formatter(LogFormatter())
            ax.yaxis.set_minor_formatter(LogFormatter())
        if curve == "encoder_gradient":  # more labels than these would touch each other
            ax.yaxis.set_minor_locator(LogLocator(subs=(3,)))
    panels[-1].set_xlabel("step")
    legend_above(fig, *panels[0].get_legend_handles_labels(), columns=3)
    return fig
