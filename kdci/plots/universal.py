"""One decoder for all masks beside decoders that were trained for one mask each."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from kdci.plots.style import BLACK, BLUE, GRAY, GREEN, LOOK, VERMILION, axes, figure, legend_above

MARKS = ((BLUE, "o"), (VERMILION, "s"), (GREEN, "D"), (BLACK, "^"))


def of_all_masks(means: Mapping[tuple[str, float], tuple[float, float]], amount: str) -> Figure:
    """Return a row a mask: what one decoder for all gains over the mask's own, or loses.

    Args:
        means: PSNR [dB] of the decoder of all masks and of the mask's own, by mask and amount.
        amount: what the masks differ in besides, such as "acceleration".
    """
    names = list(dict.fromkeys(name for name, _ in means))
    fig = figure(1.0 + 0.3 * len(names))
    ax = axes(fig)
    ax.axvline(0, color=GRAY, lw=0.8)
    for (color, marker), at in zip(MARKS, sorted({at for _, at in means}), strict=False):
        rows = [row for row, name in enumerate(names) if (name, at) in means]
        gains = [means[names[row], at][0] - means[names[row], at][1] for row in rows]
        ax.plot(gains, rows, marker, color=color, ms=5, label=f"{amount} {at:g}")
    ax.set_yticks(range(len(names)), [LOOK[name][0] for name in names])
    ax.invert_yaxis()
    ax.set_xlabel("PSNR minus that\nof the mask's own decoder [dB]")
    legend_above(fig, *ax.get_legend_handles_labels(), columns=2)
    return fig
