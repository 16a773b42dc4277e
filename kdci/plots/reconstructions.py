"""Patterns beside what comes out of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from kdci.evaluation import compare, reconstruct
from kdci.plots.pictures import pattern_picture, picture
from kdci.plots.style import LOOK, WIDTH, axes_grid, figure, label_over, show
from kdci.systems import ImagingSystem

ERROR_LIMIT = 0.2
UNIT: dict[str, Any] = {"vmin": 0, "vmax": 1}


def side_by_side(systems: Mapping[str, ImagingSystem], image: Tensor) -> Figure:
    """Return a row per system: pattern, what the decoder starts from, reconstruction, error.

    Args:
        systems: by name, in the order of the rows.
        image: the ground truth, (C, H, W).
    """
    fig = figure(1.3 * len(systems) + 0.1)
    grid = axes_grid(fig, len(systems), 4)
    for row, (name, system) in zip(grid, systems.items(), strict=True):
        encoder = system.encoder
        with torch.no_grad():
            backprojection = system.backproject(image[None])[0]
        show(row[0], pattern_picture(encoder), "pattern", **UNIT)
        show(row[1], picture(encoder, backprojection), "decoder's start", **UNIT)
        reconstruction, quality = _reconstruction(row[2], system, image)
        row[2].set_title(f"{quality['psnr'][0]:.1f} dB, {quality['ssim'][0]:.3f}", fontsize=9)
        visible = encoder.visible(torch.stack((reconstruction, image)))
        error = (visible[0] - visible[1]).abs().mean(dim=0)
        show(row[3], error, f"error, 0 to {ERROR_LIMIT:g}", "magma", vmin=0, vmax=ERROR_LIMIT)
        row[0].set_ylabel(LOOK[name][0])
    return fig


def designs(systems: Mapping[str, ImagingSystem], image: Tensor) -> Figure:
    """Return two rows, patterns and reconstructions, of the systems, with the truth at the end."""
    columns = (len(systems) + 2) // 2
    fig = figure(4 * WIDTH / columns + 0.5)
    grid = axes_grid(fig, 4, columns)
    for ax in (ax for row in grid for ax in row):
        ax.set_axis_off()
    for index, (name, system) in enumerate(systems.items()):
        row, column = 2 * (index // columns), index % columns
        title = label_over(name, columns)
        show(grid[row][column], pattern_picture(system.encoder), title, **UNIT)
        _, quality = _reconstruction(grid[row + 1][column], system, image)
        grid[row + 1][column].set_title(f"{quality['psnr'][0]:.1f} dB", fontsize=9)
    row, column = 2 * (len(systems) // columns), len(systems) % columns
    show(grid[row + 1][column], picture(system.encoder, image), "ground truth", **UNIT)
    return fig


def _reconstruction(
    ax: Axes, system: ImagingSystem, image: Tensor
) -> tuple[Tensor, dict[str, list[float]]]:
    """Show the reconstruction of an image and return it with its quality."""
    truth = image[None]
    reconstruction = reconstruct(system, truth)
    visible = system.encoder.visible
    show(ax, picture(system.encoder, reconstruction[0]), **UNIT)
    return reconstruction[0], compare(visible(reconstruction), visible(truth))
