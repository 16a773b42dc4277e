"""The gradient that reaches the encoder over training, a panel an instrument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from kdci.plots.style import LOOK, axes_list, figure, legend_above
from kdci.training import Curves

STYLES = ("-", "--", ":")
"""Line styles of the systems of a panel, in their order."""


def gradient_norms(panels: Mapping[str, Mapping[str, Sequence[Curves]]]) -> Figure:
    """Return a panel per instrument: the norm of the gradient at the encoder over training.

    Lines are medians over seeds, bands reach from the smallest to the largest seed. Norms of
    different instruments have different units, so each panel has its own limits; all panels span
    the same number of decades, so that equal heights are equal factors.

    Args:
        panels: by title and by name of the system, the curves of each seed, with "step" and
            "encoder_gradient".

    Raises:
        ValueError: if the seeds of a system were recorded at different steps, or a gradient is not
            above 0.
    """
    found = {
        title: {name: _norms(title, name, curves) for name, curves in systems.items()}
        for title, systems in panels.items()
    }
    logs = {
        title: np.log10(np.concatenate([norms.ravel() for _, norms in systems.values()]))
        for title, systems in found.items()
    }
    half = max(np.ptp(values) for values in logs.values()) / 2 + 0.1
    rows = -(-len(panels) // 2)
    fig = figure(0.7 + 1.9 * rows)
    grid = axes_list(fig, rows, 2, sharex=True)
    legend = {}
    for ax, (title, systems) in zip(grid, found.items(), strict=False):
        for (name, (share, norms)), line in zip(systems.items(), STYLES, strict=False):
            label, color, _ = LOOK[name]
            (legend[label],) = ax.plot(share, np.median(norms, axis=0), line, color=color, lw=1.8)
            low, high = norms.min(axis=0), norms.max(axis=0)
            ax.fill_between(share, low, high, color=color, alpha=0.25, lw=0)
        middle = (logs[title].min() + logs[title].max()) / 2
        ax.set_yscale("log")
        ax.set_ylim(10 ** (middle - half), 10 ** (middle + half))
        ax.set_title(title, fontsize=10)
    for ax in grid[len(panels) :]:
        ax.set_visible(False)
    fig.supxlabel("share of the training [%]", fontsize=10)
    fig.supylabel("norm of the gradient at the encoder", fontsize=10)
    legend_above(fig, legend.values(), legend.keys(), columns=3)
    return fig


def _norms(title: str, name: str, curves: Sequence[Curves]) -> tuple[np.ndarray, np.ndarray]:
    """Return the share of the training [%], (S,), and the norms of the seeds, (seeds, S)."""
    if len({tuple(one["step"]) for one in curves}) != 1:
        raise ValueError(f"panels: {title}, {name}: seeds must be recorded at the same steps")
    norms = np.array([one["encoder_gradient"] for one in curves])
    if not (norms > 0).all():
        raise ValueError(f"panels: {title}, {name}: every gradient must be above 0")
    steps = np.array(curves[0]["step"])
    return 100 * steps / steps[-1], norms
