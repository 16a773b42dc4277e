"""Learning curves: what the mask captures, and how good the system is, over training."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from kdci.experiments.results import Result
from kdci.experiments.tables import select
from kdci.plots.style import LOOK, axes, figure

PANELS = {
    "energy_captured": "energy captured [%]",
    "validation_psnr": "validation PSNR [dB]",
    "encoder_gradient": "gradient norm at mask",
}


def learning_curves(
    results: Sequence[Result], systems: Sequence[str], acceleration: float
) -> Figure:
    """Return energy captured, PSNR and the mask's gradient norm over steps, a line a seed."""
    fig = figure(7.0)
    panels = axes(fig, len(PANELS), 1, sharex=True)
    for ax, (curve, label) in zip(panels, PANELS.items(), strict=True):
        factor = 100 if curve == "energy_captured" else 1
        for name in systems:
            text, color, marker = LOOK[name]
            for index, result in enumerate(select(results, name, acceleration)):
                values = [factor * value for value in result["curves"][curve]]
                steps = result["curves"]["step"]
                ax.plot(
                    steps, values, color=color, marker=marker, markevery=4, ms=4, lw=1,
                    label=text if index == 0 else None,
                )  # fmt: skip
        ax.set_ylabel(label)
    panels[2].set_yscale("log")
    panels[2].set_xlabel("step")
    fig.legend(*panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=3)
    return fig
