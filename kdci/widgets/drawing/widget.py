"""The widget in which a reader draws a mask."""

from __future__ import annotations

from kdci.widgets.assets import ASSETS
from kdci.widgets.drawing.build import NAME
from kdci.widgets.instrument import RUNTIME, Instrument, built, script, style

PARTS = ("elements", "drawing", "share", "numpy", "board", "decoder", "contest", "view")


class Drawer(Instrument):
    """A board, a reconstruction and scores; the decoder itself runs in a web worker."""

    _esm = script(*RUNTIME, *(f"draw/{part}" for part in PARTS))
    _css = style("explore", "draw/draw")


def draw_a_mask() -> Drawer:
    """Return the widget of the page on which a reader draws a mask.

    Raises:
        FileNotFoundError: if the widgets' files were not built; says how to build them.
    """
    return Drawer(built(ASSETS, NAME))
