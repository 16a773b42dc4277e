"""The widget in which a reader trains a student."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from kdci.widgets.assets import ASSETS
from kdci.widgets.explore import Explorer
from kdci.widgets.training.build import NAME

STATIC = Path(__file__).parents[1] / "static"
SOURCES = (STATIC / "assets.js", STATIC / "train" / "view.js")
STYLES = (STATIC / "explore.css", STATIC / "train" / "train.css")


class Trainer(anywidget.AnyWidget):
    """Choices, buttons, two systems side by side; the training itself runs in a web worker."""

    _esm = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    _css = "\n".join(path.read_text(encoding="utf-8") for path in STYLES)
    local = traitlets.Unicode().tag(sync=True)

    def __init__(self, folder: Path, **state: object) -> None:
        super().__init__(**state)
        self.folder = folder
        self.on_msg(self.answer)

    answer = Explorer.answer


def train_in_browser() -> Trainer:
    """Return the widget of the page on which a reader trains a student.

    Raises:
        FileNotFoundError: if the widgets' files were not built; says how to build them.
    """
    if not (ASSETS / f"{NAME}.json").is_file():
        raise FileNotFoundError(f"{ASSETS}: the widgets' files are not built; run `make book`")
    return Trainer(ASSETS)
