"""Masks beside what comes out of them."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from matplotlib.figure import Figure
from torch import Tensor

from kdci.evaluation import compare, reconstruct
from kdci.metrics.quality import magnitude
from kdci.plots.style import LOOK, axes, figure, show
from kdci.systems import ImagingSystem

ERROR_LIMIT = 0.2


def masks_and_reconstructions(systems: Mapping[str, ImagingSystem], image: Tensor) -> Figure:
    """Return a row per system: mask, back-projection, reconstruction, error.

    Args:
        systems: by name, in the order of the rows.
        image: the ground truth, (2, H, W).
    """
    fig = figure(1.3 * len(systems) + 0.1)
    grid = axes(fig, len(systems), 4, squeeze=False)
    truth = image[None]
    for row, (name, system) in zip(grid, systems.items(), strict=True):
        with torch.no_grad():
            backprojection = system.backproject(truth)
        reconstruction = reconstruct(system, truth)
        quality = compare(reconstruction, truth)
        error = (magnitude(reconstruction) - magnitude(truth)).abs()[0, 0]
        show(row[0], system.encoder.pattern.detach(), "mask", vmin=0, vmax=1)
        show(row[1], magnitude(backprojection)[0, 0], "back-projection", vmin=0, vmax=1)
        title = f"{quality['psnr'][0]:.1f} dB, {quality['ssim'][0]:.3f}"
        show(row[2], magnitude(reconstruction)[0, 0], title, vmin=0, vmax=1)
        show(row[3], error, f"error, 0 to {ERROR_LIMIT:g}", "magma", vmin=0, vmax=ERROR_LIMIT)
        row[0].set_ylabel(LOOK[name][0])
    return fig


def fixed_masks(systems: Mapping[str, ImagingSystem], image: Tensor) -> Figure:
    """Return two rows, masks and reconstructions, of the systems, with the truth at the end."""
    fig = figure(4.6)
    columns = (len(systems) + 2) // 2
    grid = axes(fig, 4, columns)
    truth = image[None]
    for ax in grid.ravel():
        ax.set_axis_off()
    for index, (name, system) in enumerate(systems.items()):
        row, column = 2 * (index // columns), index % columns
        reconstruction = reconstruct(system, truth)
        psnr = compare(reconstruction, truth)["psnr"][0]
        mask = system.encoder.pattern.detach()
        show(grid[row, column], mask, LOOK[name][0], vmin=0, vmax=1)
        show(
            grid[row + 1, column], magnitude(reconstruction)[0, 0], f"{psnr:.1f} dB", vmin=0, vmax=1
        )
    show(grid[3, columns - 1], magnitude(truth)[0, 0], "ground truth", vmin=0, vmax=1)
    return fig
