"""The widget in which a reader watches masks being learned."""

from __future__ import annotations

from kdci.widgets.assets import ASSETS
from kdci.widgets.films.build import NAME
from kdci.widgets.instrument import Instrument, built
from kdci.widgets.scripts import script, style


class Cinema(Instrument):
    """A slider over the moments of a training, three systems, and their curves."""

    _esm = script("film/view")
    _css = style("explore", "film/film")


def watch_it_learn() -> Cinema:
    """Return the widget of the page on which a reader watches masks being learned.

    Raises:
        FileNotFoundError: if the widgets' files were not built; says how to build them.
    """
    return Cinema(built(ASSETS, NAME))
