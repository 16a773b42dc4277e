"""One look for all figures: narrow enough for a phone, colours that all eyes can tell apart."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from torch import Tensor

from kdci.evidence.names import SPOKEN
from kdci.plots.svg import compress_pictures, lower_indices

WIDTH = 4.6
"""Width of every figure [inches]: its 10-point text is still legible on a 390-pixel screen."""

CONTRAST = 4.6
"""Of words and white: a little more than the 4.5 that readers need, since colours are rounded."""

# Okabe and Ito (2008)
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
BLUE, VERMILION, PURPLE, GRAY = "#0072B2", "#D55E00", "#CC79A7", "#777777"

LOOK = {
    "teacher": ("teacher", GREEN, "D"),
    "baseline": ("E2E baseline", BLUE, "o"),
    "student": ("student", VERMILION, "s"),
    "energy-ranked": ("energy-ranked", BLACK, "^"),
    "zero-filled": (SPOKEN["zero-filled"], GRAY, "x"),
    "variable-density": (SPOKEN["variable-density"], PURPLE, "v"),
    "poisson-disc": (SPOKEN["poisson-disc"], ORANGE, "P"),
    "radial": ("radial", SKY, "*"),
    "spiral": ("spiral", GRAY, "h"),
    "loupe": (SPOKEN["loupe"], GREEN, "X"),
    "cartesian": (SPOKEN["cartesian"], BLACK, "d"),
    "hadamard": (SPOKEN["hadamard"], BLUE, "o"),
    "hadamard-energy": (SPOKEN["hadamard-energy"], SKY, "p"),
    "dct": (SPOKEN["dct"], ORANGE, "*"),
    "binarised-principal": (SPOKEN["binarised-principal"], PURPLE, "v"),
    "bernoulli": (SPOKEN["bernoulli"], BLACK, "^"),
    "gaussian": (SPOKEN["gaussian"], GRAY, "x"),
    "random": ("random", BLACK, "^"),
    "blue-noise": (SPOKEN["blue-noise"], SKY, "*"),
    "complementary": ("complementary", BLACK, "P"),
    "teacher-more": ("other teacher", GREEN, "d"),
    "student-encoder": ("student, L_ENC alone", ORANGE, "<"),
    "student-decoder": ("student, L_DEC alone", PURPLE, ">"),
    "student-more": ("student, other teacher", VERMILION, "p"),
    "baseline-hadamard": ("E2E, from Hadamard", SKY, "h"),
    "student-hadamard": ("student, from Hadamard", ORANGE, "H"),
    "baseline-adjoint": ("E2E, adjoint", SKY, "v"),
    "student-adjoint": ("student, adjoint", ORANGE, "P"),
    "baseline-unrolled": ("E2E, unrolled", SKY, "v"),
    "student-unrolled": ("student, unrolled", ORANGE, "P"),
    "baseline-adam": ("E2E, Adam", ORANGE, "v"),
    "student-adam": ("student, Adam", PURPLE, "P"),
    "baseline-chain-rule": ("E2E, gradient 2m", BLACK, "^"),
}
"""Label, colour and marker of each system."""

SETTINGS: dict[Any, Any] = {  # matplotlib lists its keys, which need not be known here
    "font.size": 10,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "figure.dpi": 160,
    "svg.hashsalt": "kdci",
    "svg.fonttype": "none",  # text stays text: one can search and copy it
}


def ink(color: str) -> str:
    """Return a colour that is dark enough for words on white: a contrast of 4.5 to 1 at least."""
    hue = np.array(to_rgb(color))
    darkened = (share * hue for share in np.linspace(1, 0, 101))
    return to_hex(next(rgb for rgb in darkened if 1.05 / (_luminance(rgb) + 0.05) >= CONTRAST))


def _luminance(rgb: np.ndarray) -> float:
    """Return the relative luminance of a colour, as WCAG defines it."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


class Drawing(Figure):
    """A figure that a notebook shows as SVG: sharp at any size, and of few bytes."""

    def _repr_svg_(self) -> str:
        """Return the figure in SVG; the same figure gives the same text."""
        with mpl.rc_context(SETTINGS), StringIO() as text:
            self.savefig(text, format="svg", metadata={"Date": None})
            return lower_indices(compress_pictures(text.getvalue()))


def figure(height: float) -> Drawing:
    """Return an empty white figure of the common width and a height [inches]."""
    with mpl.rc_context(SETTINGS):
        return Drawing(figsize=(WIDTH, height), layout="constrained")


def axes(fig: Figure) -> Axes:
    """Return the only axes of ``fig``, in the common look."""
    ((only,),) = axes_grid(fig, 1, 1)
    return only


def axes_grid(fig: Figure, rows: int, columns: int, **settings: Any) -> list[list[Axes]]:
    """Return the axes of ``fig`` in the common look, by row; settings of ``Figure.subplots``."""
    with mpl.rc_context(SETTINGS):
        made: list[list[Axes]] = fig.subplots(rows, columns, squeeze=False, **settings).tolist()
    return made


def axes_list(fig: Figure, rows: int, columns: int, **settings: Any) -> list[Axes]:
    """Return the axes of `axes_grid` one after another, from left to right and top to bottom."""
    return [ax for row in axes_grid(fig, rows, columns, **settings) for ax in row]


def legend_above(fig: Figure, handles: Iterable[Any], labels: Iterable[str], columns: int) -> None:
    """Put a legend above all axes, in ``columns`` columns, or in fewer if ``fig`` is too narrow."""
    drawn, said = list(handles), list(labels)
    for count in range(columns, 0, -1):
        legend = fig.legend(
            drawn, said, loc="outside upper center", ncols=count, frameon=False, fontsize=10
        )
        if count == 1 or legend.get_window_extent().width <= fig.bbox.width:
            return
        legend.remove()


def panels(count: int, columns: int, height: float) -> tuple[Drawing, list[Axes]]:
    """Return a figure for pictures in rows of a height [inches], and axes without axis lines."""
    rows = -(-count // columns)
    fig = figure(height * rows)
    places = axes_list(fig, rows, columns)
    for ax in places:
        ax.set_axis_off()
    return fig, places


def signed(value: float, _: int | None = None) -> str:
    """Return the label of a tick with its sign, of which a minus is as wide as a plus."""
    return f"{value:+g}".replace("-", "\N{MINUS SIGN}") if value else "0"


def label_over(name: str, columns: int) -> str:
    """Return the label of a system, in lines that fit over a picture in one of ``columns``."""
    return fill(LOOK[name][0], 64 // columns)


def show(ax: Axes, image: Tensor, title: str = "", cmap: str = "gray", **limits: Any) -> None:
    """Show an image (H, W) without ticks."""
    ax.imshow(image.numpy(), cmap=cmap, interpolation="none", **limits)  # each number a pixel
    ax.set_title(title, fontsize=9)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
