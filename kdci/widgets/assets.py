"""Where the files of the instruments are: those of the results that the pages read, no others."""

from __future__ import annotations

import json
from pathlib import Path

from kdci.studies import FOLDER, RELEASED
from kdci.studies.paths import result_path
from kdci.studies.results import load_result
from kdci.widgets.book import build, runs_of
from kdci.widgets.release import RELEASES

ASSETS = RELEASED.parent / "book" / "static" / "widgets"
"""Where `tools/widgets.py` has put what the widgets need; `make book` runs it."""


def assets_of(modality: str, experiments: Path = FOLDER) -> Path:
    """Return the folder with the files of an instrument, made from the results of a folder.

    Those of other results than the released ones are written beside them, to ``widgets/``, which
    takes a minute or two, once.

    Args:
        modality: one of the names of `kdci.widgets.release.RELEASES`.
        experiments: where results and weights lie: the released ones, or one's own.

    Raises:
        FileNotFoundError: if a result or weights are missing.
        PermissionError: if the folder of one's own results cannot be written.
    """
    own = experiments / "widgets"
    if experiments == RELEASED or are_of(ASSETS, modality, experiments):
        return ASSETS
    if not are_of(own, modality, experiments):
        build(modality, RELEASES[modality], own, experiments)
    return own


def are_of(folder: Path, modality: str, experiments: Path) -> bool:
    """Return whether the files of an instrument have the weights of the results of a folder."""
    path = folder / f"{modality}.json"
    if not path.is_file():
        return False
    contents = json.loads(path.read_text(encoding="utf-8"))
    found = {s["name"]: [point["weights"] for point in s["points"]] for s in contents["systems"]}
    wanted = {
        name: [
            load_result(result_path(run, experiments)).provenance["weights_sha256"] for run in runs
        ]
        for name, runs in runs_of(RELEASES[modality]).items()
    }
    return found == wanted
