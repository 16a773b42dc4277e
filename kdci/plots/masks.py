"""Masks and images of several systems at several accelerations, beside the ground truth."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from torch import Tensor

from kdci.evaluation import compare, reconstruct
from kdci.plots.pictures import pattern_picture, picture
from kdci.plots.style import LOOK, axes_grid, figure, show
from kdci.systems import ImagingSystem

DARK = 0.1
"""A pixel that is no brighter belongs to the dark rim."""
RIM = 3
"""Pixels of the rim that are shown on each side."""


def masks_and_images(systems: Mapping[float, Mapping[str, ImagingSystem]], image: Tensor) -> Figure:
    """Return two rows per acceleration: patterns above, reconstructions with PSNR and SSIM below.

    The last column has the ground truth. Images are shown without most of their dark rim.

    Args:
        systems: by acceleration and name; the same names, in the same order, everywhere.
        image: the ground truth, (C, H, W).
    """
    columns = 1 + max(len(own) for own in systems.values())
    whole = _object(image)
    fig = figure(2.75 * len(systems))
    grid = axes_grid(fig, 2 * len(systems), columns)
    for index, (acceleration, own) in enumerate(systems.items()):
        above, below = grid[2 * index], grid[2 * index + 1]
        for ax in (*above, *below):
            ax.set_axis_off()
        for top, bottom, (name, system) in zip(above, below, own.items(), strict=False):
            truth = image[None]
            found = reconstruct(system, truth)
            visible = system.encoder.visible
            quality = compare(visible(found), visible(truth))
            show(top, pattern_picture(system.encoder), LOOK[name][0], vmin=0, vmax=1)
            title = f"{quality['psnr'][0]:.1f} dB\n{quality['ssim'][0]:.3f}"
            show(bottom, picture(system.encoder, found[0])[whole], title, vmin=0, vmax=1)
        encoder = next(iter(own.values())).encoder
        show(below[-1], picture(encoder, image)[whole], "ground\ntruth", vmin=0, vmax=1)
        said = f"acceleration\n{acceleration:g}"
        above[-1].text(0.5, 0.5, said, ha="center", va="center", transform=above[-1].transAxes)
    return fig


def _object(image: Tensor) -> tuple[slice, slice]:
    """Return rows and columns of the square, as small as possible, that has the object in it."""
    size = image.shape[-1]
    places = (image.abs().amax(dim=0) > DARK).nonzero()
    if not len(places):
        return slice(None), slice(None)
    low, high = places.amin(dim=0), places.amax(dim=0) + 1
    side = min(size, int((high - low).max()) + 2 * RIM)
    starts = ((low + high - side) // 2).clamp(0, size - side).tolist()
    rows, columns = (slice(start, start + side) for start in starts)
    return rows, columns
