"""What a single-pixel camera looks at, and which frequencies of it the patterns can tell."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from torch import Tensor

from kdci.encoders import SPCEncoder
from kdci.metrics.subspace import cosine_energy, frequency_coverage
from kdci.plots.kinds import encoders_of
from kdci.plots.style import WIDTH, axes_grid, figure, label_over, panels, show
from kdci.systems import ImagingSystem


def example_photographs(images: Tensor, count: int = 4) -> Figure:
    """Return the first images (B, 1, H, W), and the log energy of each in cosine patterns."""
    fig = figure(2.3)
    grid = axes_grid(fig, 2, count)
    for column, image in enumerate(images[:count]):
        show(grid[0][column], image[0], vmin=0, vmax=1)
        energy = cosine_energy(image[None]).clamp_min(1e-8).log10()
        show(grid[1][column], energy, cmap="cividis", vmin=-5, vmax=2)
    for row, label in enumerate(("photograph", "log energy\nin cosines")):
        grid[row][0].set_ylabel(label)
    return fig


def frequency_coverages(systems: Mapping[str, ImagingSystem], columns: int = 3) -> Figure:
    """Return, for each system, how much of each cosine pattern its patterns span: 0 to 1.

    Raises:
        TypeError: if a system is no single-pixel camera.
    """
    encoders = encoders_of(SPCEncoder, systems)
    fig, places = panels(len(systems), columns, WIDTH / columns + 0.2)
    for ax, (name, encoder) in zip(places, encoders.items(), strict=False):
        title = label_over(name, columns)
        show(ax, frequency_coverage(encoder), title, "cividis", vmin=0, vmax=1)
    return fig
