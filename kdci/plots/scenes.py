"""Spectral scenes, and what a coded aperture leaves of them on the detector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure
from torch import Tensor

from kdci.encoders import CASSIEncoder
from kdci.metrics.encoders.cassi import detector_load
from kdci.plots.kinds import encoders_of
from kdci.plots.pictures import false_colour, pattern_picture
from kdci.plots.style import BLACK, BLUE, GRAY, LOOK, VERMILION, WIDTH, axes_grid, figure, show
from kdci.systems import ImagingSystem

PIXELS = ((8, 8), (22, 20))
"""Row and column of the two pixels whose spectra are shown, for scenes of 32 pixels."""
INKS, STYLES = (BLUE, VERMILION), ("-", "--")


def example_scenes(scenes: Tensor, wavelengths: Sequence[float], count: int = 4) -> Figure:
    """Return scenes (B, L, H, W) in false colour, and below each the spectra of two pixels."""
    fig = figure(2.9)
    grid = axes_grid(fig, 2, count, sharey="row")
    scale = scenes.shape[-1] / 32
    for column, scene in enumerate(scenes[:count]):
        show(grid[0][column], false_colour(scene))
        for (y, x), ink, line in zip(PIXELS, INKS, STYLES, strict=True):
            y, x = int(y * scale), int(x * scale)
            grid[0][column].plot(x, y, "s", ms=5, mfc="none", mec="white", mew=2.5)
            grid[0][column].plot(x, y, "s", ms=5, mfc="none", mec=ink, mew=1.2)
            grid[1][column].plot(wavelengths, scene[:, y, x].numpy(), line, color=ink, lw=1.5)
        grid[1][column].set_xticks([500, 600])
        grid[1][column].set_ylim(0, 1)
    grid[1][0].set_ylabel("value")
    fig.supxlabel("wavelength [nm]", fontsize=10, color=BLACK)
    return fig


def apertures_and_detectors(systems: Mapping[str, ImagingSystem]) -> Figure:
    """Return each system's first aperture, and how many bands meet on each detector pixel.

    Raises:
        TypeError: if a system is not of SD-CASSI.
    """
    encoders = encoders_of(CASSIEncoder, systems)
    fig = figure(0.5 + 1.9 * (WIDTH - 0.4) / len(systems))  # a detector is wider than its aperture
    grid = axes_grid(fig, 2, len(systems), height_ratios=(6, 5))
    for column, (name, encoder) in enumerate(encoders.items()):
        bands = encoder.image_shape[0]
        show(grid[0][column], pattern_picture(encoder), LOOK[name][0], vmin=0, vmax=1)
        for edge in grid[0][column].spines.values():  # open cells at the rim are white, too
            edge.set(visible=True, color=GRAY, linewidth=0.5)
        load = detector_load(encoder)[0]
        show(grid[1][column], load, f"0 to {bands} bands", "cividis", vmin=0, vmax=bands)
    grid[0][0].set_ylabel("aperture")
    grid[1][0].set_ylabel("detector")
    return fig
