"""What sets one learned mask apart from another."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from kdci.evidence.numbers import Numbers
from kdci.plots.style import LOOK, axes_list, figure, legend_above


def psnr_over_redundancy(
    numbers: Numbers, systems: Sequence[str], accelerations: Sequence[float]
) -> Figure:
    """Return a panel per acceleration: PSNR against the share of conjugate pairs, a dot a seed."""
    fig = figure(6.2)
    panels = axes_list(fig, len(accelerations), 1, sharex=True)
    for ax, acceleration in zip(panels, accelerations, strict=True):
        for name in systems:
            label, color, marker = LOOK[name]
            pairs = numbers.by_seed(name, acceleration, "conjugate_redundancy").values()
            psnr = numbers.by_seed(name, acceleration).values()
            ax.plot(
                [100 * share for share in pairs],
                list(psnr),
                marker,
                color=color,
                ls="none",
                ms=7,
                alpha=0.8,
                label=label,
            )
        ax.margins(y=0.12)  # no marker is cut off
        ax.set_ylabel("PSNR [dB]")
        ax.set_title(f"acceleration {acceleration:g}", loc="left")
    panels[-1].set_xlabel("samples whose conjugate is sampled too [%]")
    legend_above(fig, *panels[0].get_legend_handles_labels(), columns=3)
    return fig
