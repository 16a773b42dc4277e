"""What all instruments are on the kernel's side: it hands out files where no site does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from kdci.widgets.assets import ASSETS


def built(folder: Path, name: str) -> Path:
    """Return a folder with the files of an instrument, after checking that they are there.

    Args:
        folder: where they should be.
        name: of the instrument.

    Raises:
        FileNotFoundError: if they were not built; says how to build them.
    """
    if not (folder / f"{name}.json").is_file():
        raise FileNotFoundError(f"{folder}: the widgets' files are not built; run `make book`")
    return folder


class Instrument(anywidget.AnyWidget):
    """A view that finds its files on the page's site, or asks the kernel for them.

    Args:
        folder: with the files of the instrument.
        state: of the view.
    """

    local = traitlets.Unicode().tag(sync=True)

    def __init__(self, folder: Path, **state: object) -> None:
        super().__init__(**state)
        self.folder = folder
        self.on_msg(self.answer)

    def answer(self, _: object, content: dict[str, Any], __: object) -> None:
        """Send the file that the view asks for; only names of files of the folder are known."""
        name = content.get("asset", "")
        known = {path.name for folder in (self.folder, ASSETS) for path in folder.glob("*")}
        if name not in known:
            self.send({"asset": name, "error": f"{name}: there is no such file; run `make book`"})
            return
        path = next(p / name for p in (self.folder, ASSETS) if (p / name).is_file())
        self.send({"asset": name}, buffers=[path.read_bytes()])
