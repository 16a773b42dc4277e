"""The widget in which a reader trains a student."""

from __future__ import annotations

from kdci.widgets.assets import ASSETS
from kdci.widgets.instrument import Instrument, built
from kdci.widgets.scripts import script, style
from kdci.widgets.training.build import NAME


class Trainer(Instrument):
    """Choices, buttons, two systems side by side; the training itself runs in a web worker."""

    _esm = script("train/view")
    _css = style("explore", "train/train")


def train_in_browser() -> Trainer:
    """Return the widget of the page on which a reader trains a student.

    Raises:
        FileNotFoundError: if the widgets' files were not built; says how to build them.
    """
    return Trainer(built(ASSETS, NAME))
