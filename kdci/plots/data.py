"""What the images are: magnitude, phase, and where the energy lies in k-space."""

from __future__ import annotations

import torch
from matplotlib.figure import Figure
from torch import Tensor

from kdci.metrics.sampling import energy_spectrum
from kdci.physics.mri import magnitude
from kdci.plots.style import axes_grid, figure, show


def example_images(images: Tensor, count: int = 4) -> Figure:
    """Return magnitude, phase and log energy in k-space of the first images (B, 2, H, W)."""
    fig = figure(3.8)
    grid = axes_grid(fig, 3, count)
    for column, image in enumerate(images[:count]):
        phase = torch.atan2(image[1], image[0])
        phase[magnitude(image[None])[0, 0] < 0.02] = torch.nan
        show(grid[0][column], magnitude(image[None])[0, 0], vmin=0, vmax=1)
        show(grid[1][column], phase, cmap="twilight", vmin=-torch.pi, vmax=torch.pi)
        colours = grid[1][column].images[0]
        energy = energy_spectrum(image[None]).clamp_min(1e-8).log10()
        show(grid[2][column], energy, cmap="cividis", vmin=-5, vmax=2)
    for row, label in enumerate(("magnitude", "phase", "log energy\nin k-space")):
        grid[row][0].set_ylabel(label)
    scale = fig.colorbar(colours, ax=grid[1], location="bottom", aspect=40)
    scale.set_ticks([-torch.pi, 0, torch.pi], labels=["\N{MINUS SIGN}π", "0", "π"])
    return fig
