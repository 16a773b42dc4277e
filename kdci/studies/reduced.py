"""A study made small, and trained from nothing: fewer pixels, images and steps, all else as it is.

A figure's notebook offers it, so that a reader can watch in minutes how a result comes about. What
comes out is no evidence: nothing is trained for long enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from statistics import mode

from kdci import checks
from kdci.studies.configuration import Run
from kdci.studies.opened import OpenedStudy, resized
from kdci.studies.plan import sorted_by_depth, teachers_of
from kdci.studies.run import execute


def train_reduced(
    study: OpenedStudy,
    systems: Collection[str],
    accelerations: Collection[float],
    *,
    seeds: Collection[int] = (0,),
    size: int,
    steps: int,
    train: int,
    folder: str | Path = "retrained",
) -> OpenedStudy:
    """Train systems of a study at a reduced setting, and their teachers first; return them opened.

    Args:
        study: from `kdci.studies.opened.open_study`.
        systems: names of those to train; their teachers need not be named.
        accelerations: those of the study's to train at.
        seeds: those of the study's to train with.
        size: side of the images [pixels].
        steps: of as many systems as possible; the others keep their ratio to these.
        train: number of training images.
        folder: where results and weights go.

    Raises:
        ValueError: if the study has no such runs, or a run is impossible at this setting.
    """
    checks.integer_in("steps", steps, 1, 10**6)
    chosen = [
        run
        for run in study.runs
        if run.system in systems and run.acceleration in accelerations and run.seed in seeds
    ]
    if not chosen:
        raise ValueError(
            f"systems={list(systems)}, accelerations={list(accelerations)}, "
            f"seeds={list(seeds)}: the study has no such runs"
        )
    wanted = _with_teachers(chosen, study.runs)
    usual = mode(run.training.steps for run in wanted)
    small = {run: _reduced(run, size, steps / usual, train) for run in wanted}
    teachers = teachers_of(small.values())
    for run in sorted_by_depth(small.values(), teachers):
        execute(run, teachers.get(run), Path(folder))
    return OpenedStudy(tuple(small.values()), Path(folder))


def _with_teachers(chosen: Iterable[Run], runs: Iterable[Run]) -> list[Run]:
    """Return the chosen runs, their teachers, and the teachers of these."""
    teachers = teachers_of(runs)
    found: dict[Run, None] = {}
    for run in chosen:
        one: Run | None = run
        while one is not None:
            found[one] = None
            one = teachers.get(one)
    return list(found)


def _reduced(run: Run, size: int, share: float, train: int) -> Run:
    """Return a run with images of another size and number, and a share of its steps."""
    small = resized(run, size, max(1, round(share * run.training.steps)), train)
    batch_size = min(run.training.batch_size, train)
    return replace(small, training=replace(small.training, batch_size=batch_size))
