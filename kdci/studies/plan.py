"""What there is to do in a study, and in which order: the graph of runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kdci.studies.configuration import Run
from kdci.studies.state import damage_of, differences, is_finished, result_of

EVALUATION, DISTILLING, UNROLLED = 800, 1.7, 4.0
"""Of the cost: images that evaluating adds, and what a teacher and an unrolled decoder multiply."""


@dataclass(frozen=True)
class Plan:
    """What to do.

    Args:
        todo: runs, the most urgent first.
        finished: the others.
        stale: runs whose result is of other code or data than today's, to do or not.
        damaged: what is damaged of the runs whose result or weights are, to do or not.
        teachers: the teacher of each run that has one.
    """

    todo: tuple[Run, ...]
    finished: tuple[Run, ...]
    stale: frozenset[Run]
    damaged: Mapping[Run, str]
    teachers: Mapping[Run, Run]

    @property
    def needed_weights(self) -> set[Run]:
        """Return the runs whose weights are needed: of teachers of what is to do, and damaged."""
        taught = {self.teachers[run] for run in self.todo if run in self.teachers}
        return taught | set(self.damaged)


def teachers_of(runs: Iterable[Run]) -> dict[Run, Run]:
    """Return the teacher of each run that has one."""
    runs = list(runs)
    by_name = {(run.study, run.name): run for run in runs}
    return {run: by_name[run.study, run.teacher] for run in runs if run.teacher is not None}


def plan(runs: Collection[Run], folder: Path, fresh: bool = False) -> Plan:
    """Return what there is to do for all runs to be finished.

    What is stale or damaged is kept, unless ``fresh``. A teacher whose weights are gone is to be
    trained again if a student of its is.
    """
    found = {run: damage_of(run, folder) for run in runs}
    damaged = {run: damage for run, damage in found.items() if damage}
    results = {run: result_of(run, folder) for run in runs if run not in damaged}
    stale = {run for run, result in results.items() if result and differences(run, result)}
    teachers = teachers_of(runs)
    todo = {run for run, result in results.items() if result is None}
    todo |= stale.union(damaged) if fresh else set()
    for run in reversed(sorted_by_depth(runs, teachers)):  # students before their teachers
        teacher = teachers.get(run)
        if run in todo and teacher and teacher not in damaged:
            todo |= set() if is_finished(teacher, folder, with_weights=True) else {teacher}
    urgency = urgencies(todo, teachers)
    return Plan(
        todo=tuple(sorted(todo, key=lambda run: (-urgency[run], run.study, run.name))),
        finished=tuple(run for run in runs if run not in todo and run not in damaged),
        stale=frozenset(stale),
        damaged=damaged,
        teachers=teachers,
    )


def sorted_by_depth(runs: Iterable[Run], teachers: Mapping[Run, Run]) -> list[Run]:
    """Return the runs, each after its teacher."""

    def depth(run: Run) -> int:
        return 1 + depth(teachers[run]) if run in teachers else 0

    return sorted(runs, key=depth)


def cost(run: Run) -> float:
    """Return about how long a run takes, in pixels that it looks at."""
    images = float(run.training.steps * run.training.batch_size)
    if run.decoder == "zero-filled":
        images = 0
    if run.decoder == "unrolled":
        images *= UNROLLED
    if run.distillation is not None:
        images *= DISTILLING
    return (EVALUATION + images) * run.data.size**2


def urgencies(todo: Iterable[Run], teachers: Mapping[Run, Run]) -> dict[Run, float]:
    """Return for each run the cost of the longest chain of runs that begins with it.

    Whoever takes the most urgent of what is ready keeps all workers busy to the end: long chains
    first, single short runs last.
    """
    todo = sorted_by_depth(todo, teachers)
    urgency = {run: cost(run) for run in todo}
    for run in reversed(todo):
        teacher = teachers.get(run)
        if teacher in urgency:
            urgency[teacher] = max(urgency[teacher], cost(teacher) + urgency[run])
    return urgency
