"""Where the examples of a page lie among all images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from kdci.plots.style import BLUE, GRAY, VERMILION, axes, figure


def gains_of_images(gains: Sequence[float], shown: Mapping[str, int]) -> Figure:
    """Return the histogram of the gains on single images, with the shown ones marked.

    Args:
        gains: of the student over the baseline [dB], one for each test image.
        shown: by a short name, the index of an image.

    Raises:
        IndexError: if there is no image with an index.
    """
    fig = figure(2.6)
    ax = axes(fig)
    ax.hist(gains, bins=40, color=GRAY)
    ax.axvline(0, color=BLUE, lw=1.2)
    top = ax.get_ylim()[1]
    for name, index in shown.items():
        ax.axvline(gains[index], color=VERMILION, lw=1.2, ls="--")
        ax.annotate(name, (gains[index], top), ha="center", va="bottom", color=VERMILION)
    ax.set_xlabel("student minus baseline, image by image [dB]")
    ax.set_ylabel("test images")
    return fig
