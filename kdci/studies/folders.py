"""Where studies, their results and weights lie."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

RELEASED = Path(__file__).parents[2] / "experiments"
"""Where the studies, their results and the released weights lie, in a clone of the repository."""

FOLDER = Path(os.environ.get("KDCI_EXPERIMENTS") or RELEASED)
"""Where the pages look for them: there, or in the folder that $KDCI_EXPERIMENTS names."""


def folder_of(studies: Iterable[Path], named: Path | None = None) -> tuple[Path, str]:
    """Return the folder of the results of studies, and in words why it is that one.

    It is the one that is named; else what $KDCI_EXPERIMENTS says; else the folder in which the
    files of the studies lie, from wherever one looks.

    Args:
        studies: the studies' YAML files.
        named: a folder, if the user names one.

    Raises:
        ValueError: if nobody names a folder, and the studies lie in several.
    """
    if named is not None:
        return named, "--folder"
    if said := os.environ.get("KDCI_EXPERIMENTS"):
        return Path(said), "KDCI_EXPERIMENTS"
    own = sorted({path.resolve().parent for path in studies})
    if len(own) != 1:
        places = ", ".join(map(str, own))
        raise ValueError(f"folder: the studies lie in several, {places}: name one with --folder")
    return own[0], "the folder of the study; --folder names another"
