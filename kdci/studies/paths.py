"""Where the files of a run lie, under the experiments folder."""

from __future__ import annotations

from pathlib import Path

from kdci.studies.configuration import Run

RESULTS, WEIGHTS, CHECKPOINTS = "results", "weights", "checkpoints"


def result_path(run: Run, folder: Path) -> Path:
    """Return the path of a run's result."""
    return folder / RESULTS / run.study / f"{run.name}.json"


def weights_path(run: Run, folder: Path) -> Path:
    """Return the path of a run's weights."""
    return folder / WEIGHTS / run.study / f"{run.name}.safetensors"


def log_path(run: Run, folder: Path) -> Path:
    """Return the path of what a run says while it goes on; there is none once it is finished."""
    return folder / CHECKPOINTS / run.study / f"{run.name}.log"


def error_path(run: Run, folder: Path) -> Path:
    """Return the path of the log of a run that failed."""
    return folder / CHECKPOINTS / run.study / f"{run.name}.error"


def lock_path(run: Run, folder: Path) -> Path:
    """Return the path of the file whose owner alone may work on a run."""
    return folder / CHECKPOINTS / run.study / f"{run.name}.lock"
