"""The widget in which a reader draws."""

from __future__ import annotations

import traitlets

from kdci.widgets.assets import ASSETS
from kdci.widgets.drawing.build import name_of
from kdci.widgets.drawing.domain import Domain
from kdci.widgets.instrument import Instrument, built
from kdci.widgets.scripts import script, style


class Drawer(Instrument):
    """A board, a reconstruction and scores; the decoder itself runs in a web worker."""

    _esm = script("draw/view")
    _css = style("explore", "draw/draw")
    name = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    figure = traitlets.Unicode().tag(sync=True)


def draw(domain: Domain) -> Drawer:
    """Return the widget of the page on which a reader draws.

    Args:
        domain: what is drawn in.

    Raises:
        FileNotFoundError: if the widgets' files were not built; says how to build them.
    """
    name = name_of(domain)
    folder = built(ASSETS, name)
    return Drawer(folder, name=name, label=domain.texts.label, figure=f"fig-explore-{name}")
