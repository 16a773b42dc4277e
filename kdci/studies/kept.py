"""What is never lost: files that are damaged, and results that a new training would replace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kdci import files
from kdci.studies.configuration import Run
from kdci.studies.paths import result_path, weights_path
from kdci.studies.results import Result
from kdci.studies.state import damage_of, result_of

VALUES = ("metrics", "encoder", "curves")
"""What of a result is the same if the same is trained again, on one machine and by one code."""


def keep_damaged(run: Run, folder: Path) -> None:
    """Move what is damaged of a run aside, to a name that ends in ".damaged".

    Raises:
        PermissionError: if the folder cannot be written.
    """
    for path in (result_path(run, folder), weights_path(run, folder)):
        if path.is_file() and f"{str(path)!r}" in damage_of(run, folder):
            files.keep_aside(path, "damaged")
            path.unlink()


@contextmanager
def kept_unless_the_same(run: Run, folder: Path) -> Iterator[None]:
    """Keep the intact result of a run that is trained again, to a name that ends in ".before".

    A teacher is, whose weights are gone. If its new result has the same values, nothing is kept.

    Raises:
        ValueError: if the result is damaged.
    """
    before = result_of(run, folder)
    if before is None:
        yield
        return
    kept = files.keep_aside(result_path(run, folder), "before")
    try:
        yield
    finally:
        if _values(result_of(run, folder)) == _values(before):
            kept.unlink()


def _values(result: Result | None) -> list[object]:
    return [getattr(result, name, None) for name in VALUES]
