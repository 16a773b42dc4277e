"""The widget in which a reader trains a student."""

from __future__ import annotations

import traitlets

from kdci.widgets.assets import ASSETS
from kdci.widgets.instrument import Instrument, built
from kdci.widgets.scripts import script, style
from kdci.widgets.training.build import name_of
from kdci.widgets.training.subject import Subject


class Trainer(Instrument):
    """Choices, buttons, two systems side by side; the training itself runs in a web worker."""

    _esm = script("train/view")
    _css = style("explore", "train/train")
    name = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    figure = traitlets.Unicode().tag(sync=True)


def train_in_browser(subject: Subject) -> Trainer:
    """Return the widget of the page on which a reader trains a student.

    Args:
        subject: what is trained.

    Raises:
        FileNotFoundError: if the widgets' files were not built; says how to build them.
    """
    name = name_of(subject)
    return Trainer(built(ASSETS, name), name=name, label=subject.label, figure=subject.figure)
