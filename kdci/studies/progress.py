"""What is said of a study while it goes on: its bar, and what is wrong with a run that failed."""

from __future__ import annotations

import contextlib
import traceback
from pathlib import Path
from typing import Any

from tqdm import tqdm

from kdci import files
from kdci.studies.configuration import Run
from kdci.studies.paths import error_path, log_path
from kdci.studies.plan import Plan, cost

LINES = 30
"""How many lines of a failed run's log are shown."""


def bar_of(work: Plan) -> tqdm[Any]:
    """Return a bar that knows that runs differ in length; there is none without a terminal."""
    done = sum(map(cost, work.finished))
    return tqdm(
        total=done + sum(map(cost, work.todo)),
        initial=done,
        smoothing=0,
        bar_format="{percentage:3.0f}% |{bar}| {elapsed} spent, {remaining} left{postfix}",
        disable=None,
    )


def report_of(run: Run, error: BaseException, folder: Path) -> str:
    """Return what is to be said of a failed run; its log is kept as its error."""
    log, kept = log_path(run, folder), error_path(run, folder)
    if not kept.exists():  # it could not begin, or its worker died too often
        begun = files.shown(log)
        with contextlib.suppress(PermissionError):
            files.write_text(kept, begun + "".join(traceback.format_exception(error)))
        log.unlink(missing_ok=True)
    said = files.shown(kept).splitlines() or traceback.format_exception(error)
    return "\n".join([f"failed: {run.study}/{run.name}: the end of {kept}:", *said[-LINES:]])
