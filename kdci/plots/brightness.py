"""Whether reconstructions are as bright as their scenes."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from torch import Tensor

from kdci.evaluation import reconstruct
from kdci.plots.style import BLACK, LOOK, axes_list, figure
from kdci.systems import ImagingSystem


def brightness(systems: Mapping[str, ImagingSystem], scenes: Tensor) -> Figure:
    """Return a panel per system: each reconstruction's mean value over its scene's, a dot a scene.

    Args:
        systems: by name.
        scenes: the ground truth, (B, L, H, W).
    """
    rows = -(-len(systems) // 2)
    fig = figure(2.2 * rows + 0.2)
    grid = axes_list(fig, rows, 2, sharex=True, sharey=True)
    truth = scenes.mean(dim=(1, 2, 3)).numpy()
    for ax, (name, system) in zip(grid, systems.items(), strict=False):
        label, color, marker = LOOK[name]
        found = reconstruct(system, scenes).mean(dim=(1, 2, 3)).numpy()
        ax.plot([0, truth.max()], [0, truth.max()], color=BLACK, lw=1)
        ax.plot(truth, found, marker, color=color, ms=3, alpha=0.5, ls="none")
        ax.set_title(label, fontsize=9)
    fig.supxlabel("mean value of the scene", fontsize=10, color=BLACK)
    fig.supylabel("mean value of its reconstruction", fontsize=10, color=BLACK)
    return fig
