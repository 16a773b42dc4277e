"""Finish all runs of studies: as a graph, teachers before their students, on Dask's workers."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from tqdm import tqdm

from kdci import files
from kdci.studies.clusters import ClusterConfig, check_accelerator
from kdci.studies.configuration import Run
from kdci.studies.images import prepare_images
from kdci.studies.kept import keep_damaged
from kdci.studies.paths import result_path
from kdci.studies.plan import Plan, cost, plan, sorted_by_depth
from kdci.studies.progress import bar_of, report_of

DAMAGED = "{} damaged, which nobody overwrites (--fresh keeps them aside and makes them again):"


@dataclass(frozen=True)
class Outcome:
    """What became of the runs that were to do.

    Args:
        finished: here.
        elsewhere: finished by another study that goes on at the same time.
        failed: for a reason of their own.
        not_run: since their teacher failed.
    """

    finished: tuple[Run, ...] = ()
    elsewhere: tuple[Run, ...] = ()
    failed: tuple[Run, ...] = ()
    not_run: tuple[Run, ...] = ()


def run_studies(
    runs: Collection[Run],
    folder: str | Path,
    cluster: ClusterConfig,
    accelerator: str = "auto",
    fresh: bool = False,
) -> Outcome:
    """Finish what is not finished of all runs, and return what became of it.

    What fails is reported at once, with its log, and does not stop what does not depend on it.

    Args:
        runs: of one or more studies, each teacher with its students.
        folder: the experiments folder, which all workers see.
        cluster: who does the work.
        accelerator: Fabric's name of the device kind.
        fresh: whether results that are damaged, or of other code or data than today's, are made
            again; damaged files are kept aside.

    Raises:
        ValueError: if there is no such accelerator, or a result or weights are damaged, and not
            ``fresh``: before any work.
        FileNotFoundError: if data are not there, before any work.
        PermissionError: if the folder cannot be written, before any work.
    """
    say = partial(tqdm.write, file=sys.stderr)
    check_accelerator(accelerator)
    folder = files.check_writable(folder).resolve()
    work = plan(runs, folder, fresh)
    if work.damaged and not fresh:
        raise ValueError("\n".join((DAMAGED.format(len(work.damaged)), *work.damaged.values())))
    for data, modality in {(run.data, run.modality) for run in work.todo}:
        prepare_images(data, modality)
    if kept := work.stale.intersection(work.finished):
        say(f"kept: {len(kept)} results of other code or data than today's (see --fresh)")
    for run in work.stale.intersection(work.todo):
        result_path(run, folder).unlink(missing_ok=True)  # so it stays to do if this is cut off
    for run, damage in work.damaged.items():
        say(f"kept aside: {damage}")
        keep_damaged(run, folder)
    if not work.todo:
        return Outcome()
    with cluster.started() as dask:
        return _compute(work, folder, accelerator, dask, cluster.workers, say)


def _compute(
    work: Plan,
    folder: Path,
    accelerator: str,
    dask: Any,
    workers: int,
    say: Callable[[str], None],
) -> Outcome:
    """Submit the graph, then let the workers come, and watch."""
    from distributed import Client, as_completed

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    became: dict[str, list[Run]] = {field.name: [] for field in fields(Outcome)}
    with Client(dask) as client, bar_of(work) as bar:
        futures = _submit(client, work, folder, accelerator)
        dask.scale(workers)
        by_key = {future.key: run for run, future in futures.items()}
        for future in as_completed(list(futures.values())):
            run = by_key[future.key]
            teacher = work.teachers.get(run)
            if future.status == "finished":
                became["finished" if future.result() else "elsewhere"].append(run)
            elif teacher and teacher in futures and futures[teacher].status != "finished":
                became["not_run"].append(run)
                say(f"not run: {run.study}/{run.name}: its teacher {teacher.name} failed")
            else:
                became["failed"].append(run)
                say(report_of(run, future.exception(), folder))
            bar.update(cost(run))
            done = map(len, (work.finished, became["finished"], became["elsewhere"]))
            bar.set_postfix_str(f"{sum(done)} runs finished")
    return Outcome(**{name: tuple(those) for name, those in became.items()})


def _submit(client: Any, work: Plan, folder: Path, accelerator: str) -> dict[Run, Any]:
    """Return the future of each run; a student's waits for its teacher's alone."""
    urgency = {run: -position for position, run in enumerate(work.todo)}
    needed, token = work.needed_weights, uuid4().hex
    futures: dict[Run, Any] = {}
    for run in sorted_by_depth(work.todo, work.teachers):
        teacher = work.teachers.get(run)
        futures[run] = client.submit(
            _task,
            *(run, teacher, folder, accelerator, run in needed),
            after=futures.get(teacher) if teacher else None,
            key=("run", run.study, run.name, token),
            priority=urgency[run],
        )
    while client.run_on_scheduler(_count) < len(futures):  # a worker must find all, to choose from
        time.sleep(0.01)
    return futures


def _count(dask_scheduler: Any) -> int:
    return len(dask_scheduler.tasks)


def _task(*arguments: Any, after: Any) -> bool:
    """Perform a run on a worker, when what it comes after is done."""
    from distributed import get_worker

    from kdci.studies.worker import perform  # who submits needs none of what a run does

    if (threads := get_worker().state.nthreads) != 1:
        raise ValueError(f"nthreads={threads}: a worker must have 1 thread: see the cluster's file")
    return perform(*arguments)
