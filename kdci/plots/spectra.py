"""Spectra at single pixels of a scene: the truth, and what each system makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from kdci.evaluation import reconstruct
from kdci.metrics.spectral import sam
from kdci.plots.pictures import false_colour
from kdci.plots.style import BLACK, LOOK, axes_list, figure, show
from kdci.systems import ImagingSystem

Pixel = tuple[int, int]
Reconstructions = Mapping[str, Tensor]


def spectra(
    systems: Mapping[str, ImagingSystem],
    scene: Tensor,
    wavelengths: Sequence[float],
    pixels: Sequence[Pixel],
) -> Figure:
    """Return a scene with its pixels marked a, b, ..., and a panel a pixel with its spectra.

    The truth is a black line; the legend of a panel has each system's angle to it [degrees].

    Args:
        systems: by name.
        scene: the ground truth, (L, H, W).
        wavelengths: of its bands [nm].
        pixels: row and column of each.
    """
    found = {name: reconstruct(system, scene[None])[0] for name, system in systems.items()}
    rows = len(pixels) // 2 + 1
    fig = figure(2.3 * rows + 0.3)
    grid = axes_list(fig, rows, 2)
    show(grid[0], false_colour(scene))
    for letter, (row, column), ax in zip("abcdefghij", pixels, grid[1:], strict=False):
        _mark(grid[0], letter, row, column)
        _spectra(ax, found, scene, wavelengths, (row, column))
        ax.set_title(f"pixel {letter}", fontsize=9)
    for ax in grid[len(pixels) + 1 :]:
        ax.set_axis_off()
    fig.legend(
        *grid[1].get_legend_handles_labels(), loc="outside upper center", ncols=3, fontsize=9
    )
    fig.supxlabel("wavelength [nm]", fontsize=10, color=BLACK)
    return fig


def _mark(ax: Axes, letter: str, row: int, column: int) -> None:
    ax.plot(column, row, "s", ms=6, mfc="none", mec="white", mew=2.5)
    ax.plot(column, row, "s", ms=6, mfc="none", mec=BLACK, mew=1.2)
    ax.annotate(
        letter, (column, row), (6, 4), textcoords="offset points", color=BLACK,
        bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.8},
    )  # fmt: skip


def _spectra(
    ax: Axes,
    reconstructions: Reconstructions,
    scene: Tensor,
    wavelengths: Sequence[float],
    pixel: Pixel,
) -> None:
    row, column = pixel
    ax.plot(wavelengths, scene[:, row, column].numpy(), color=BLACK, lw=2.5, label="truth")
    handles = []
    for name, spectrum in reconstructions.items():
        label, color, marker = LOOK[name]
        values = spectrum[:, row, column].numpy()
        handles += ax.plot(
            wavelengths, values, color=color, marker=marker, ms=4, lw=1.2, label=label
        )
    degrees = [f"{spectral_angle(s, scene, pixel):.1f}°" for s in reconstructions.values()]
    ax.legend(handles, degrees, loc="best", fontsize=8, handlelength=1.2)
    ax.set_ylim(0, 1.4 * max(np.asarray(line.get_ydata()).max() for line in ax.lines))
    ax.set_ylabel("value")


def spectral_angle(reconstruction: Tensor, scene: Tensor, pixel: Pixel) -> float:
    """Return the angle [degrees] between true and reconstructed spectrum (L, H, W) of a pixel."""
    row, column = pixel
    ours, truth = (x[None, :, row : row + 1, column : column + 1] for x in (reconstruction, scene))
    return float(sam(ours, truth))
