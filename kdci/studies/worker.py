"""What a worker does with one run: lock it, log it, skip it if it is finished, or execute it."""

from __future__ import annotations

import os
import platform
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import torch

from kdci import files
from kdci.studies.configuration import Run
from kdci.studies.kept import kept_unless_the_same
from kdci.studies.locks import locked
from kdci.studies.paths import error_path, log_path, result_path, weights_path
from kdci.studies.run import execute
from kdci.studies.state import is_finished


def perform(
    run: Run,
    teacher: Run | None,
    folder: Path,
    accelerator: str = "auto",
    with_weights: bool = False,
) -> bool:
    """Finish one run, unless another study has done so, and return whether there was work to do.

    With one thread, so that the number of workers does not change the order of sums.

    Args:
        run: what to train and evaluate.
        teacher: its teacher, finished.
        folder: the experiments folder.
        accelerator: Fabric's name of the device kind.
        with_weights: whether its weights are needed, for its students.

    Raises:
        ValueError: if its result is there and damaged: nobody overwrites it.
    """
    torch.set_num_threads(1)
    with locked(run, folder):
        if is_finished(run, folder, with_weights):
            return False
        for path in (result_path(run, folder), weights_path(run, folder)):
            for left_by_the_dead in path.parent.glob(f".{path.name}.*"):
                left_by_the_dead.unlink(missing_ok=True)
        with kept_unless_the_same(run, folder), logged(run, folder):
            execute(run, teacher, folder, accelerator)
    return True


@contextmanager
def logged(run: Run, folder: Path) -> Iterator[None]:
    """Write what is said meanwhile to the run's log; it becomes the run's error if it fails."""
    log, error = log_path(run, folder), error_path(run, folder)
    files.check_writable(log.parent)
    error.unlink(missing_ok=True)
    with (
        log.open("a", buffering=1, encoding="utf-8") as file,
        redirect_stdout(file),
        redirect_stderr(file),
    ):
        now = datetime.now(UTC).isoformat(timespec="seconds")
        print(f"{now} {run.study}/{run.name} on {platform.node()}, process {os.getpid()}")
        try:
            yield
        except Exception:
            traceback.print_exc()
            log.replace(error)
            raise
    log.unlink()
