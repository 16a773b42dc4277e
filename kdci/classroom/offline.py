"""What the archive of a course takes on a machine without a network: for the instructors' page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kdci.classroom.course import ROOT
from kdci.sealed import read_sealed

RESULT = ROOT / "benchmarks" / "results" / "classroom-offline.json"
"""What ``python -m tools.classroom_offline`` found."""


def words(found: Mapping[str, Any]) -> str:
    """Return what was found, in Markdown."""
    seconds, where = found["seconds"], found["provenance"]
    return (
        f"The one archive was tried on a machine without a network ({where['machine']}; commit "
        f"`{where['commit'][:12]}`). It has {found['archive_mb']:.0f} MB, {found['wheels']} wheels "
        f"among them. To unpack it took {seconds['unpack']:.0f} s, and to install the wheels into "
        f"a new environment {seconds['install']:.0f} s. Lab 2's notebook for students then ran "
        f"with the solutions pasted in, in {seconds['lab-2']:.0f} s; all {found['passed']} checks "
        "passed. The book opened by a double click, and its first instrument answered.\n"
    )


def used_offline(result: Path = RESULT) -> str:
    """Return what was found, or how to find it."""
    if not result.is_file():
        return "Not tried on this copy of the book: run `python -m tools.classroom_offline`.\n"
    return words(read_sealed(result))
