"""The three systems that a page shows: teacher, baseline and student, released or trained anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kdci.studies.configuration import DataConfig, Run
from kdci.studies.run import execute


def find(runs: Iterable[Run], system: str, acceleration: float, seed: int) -> Run:
    """Return the run of a study with these properties.

    Raises:
        ValueError: if there is none, saying which there are.
    """
    runs = [run for run in runs if run.system == system]
    for run in runs:
        if (run.acceleration, run.seed) == (acceleration, seed):
            return run
    there = sorted({(run.acceleration, run.seed) for run in runs})
    raise ValueError(
        f"system={system!r}, acceleration={acceleration}, seed={seed}: not in the study; "
        f"its (acceleration, seed) pairs are {there}"
    )


def change(
    run: Run,
    acceleration: float,
    seed: int,
    size: int,
    steps: int,
    snr_db: float | None,
    train: int,
) -> Run:
    """Return a run like ``run`` with other settings; everything else stays."""
    few = max(24, train // 16)
    return replace(
        run,
        acceleration=acceleration,
        seed=seed,
        snr_db=snr_db,
        training=replace(run.training, steps=steps, seed=seed, monitor_every=max(1, steps // 20)),
        data=DataConfig(size=size, train=train, validation=few, test=few, seed=run.data.seed),
    )


def train_all(runs: dict[str, Run], folder: Path) -> None:
    """Train runs one after the other, in their order; the one named "teacher", if any, teaches."""
    for run in runs.values():
        execute(run, runs.get("teacher"), folder)
