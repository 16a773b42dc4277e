"""Run what is not finished of a study, in several processes, teachers before students."""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

import torch
from tqdm import tqdm

from kdci import files
from kdci.experiments.run import execute, is_finished, load_images
from kdci.experiments.study import Run, load_study


def main(arguments: list[str] | None = None) -> int:
    """Run what is not finished, teachers first; return the number of failed runs."""
    parser = argparse.ArgumentParser(prog="python -m kdci.experiments", description=__doc__)
    parser.add_argument("study", type=Path, help="the study's YAML file")
    parser.add_argument("--folder", type=Path, default=Path("experiments"), help="where to write")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("--accelerator", default="auto", help="auto, cpu, cuda, mps")
    options = parser.parse_args(arguments)

    runs = load_study(options.study)
    files.check_writable(options.folder)
    for data, modality in {(run.data, run.modality) for run in runs}:
        load_images(data, modality)
    teachers = {run.name: run for run in runs}
    failed: set[str] = set()
    with tqdm(total=len(runs), disable=None) as bar:
        for wave in (
            [run for run in runs if run.teacher is None],
            [run for run in runs if run.teacher is not None],
        ):
            todo = [r for r in wave if not is_finished(r, options.folder)]
            bar.update(len(wave) - len(todo))
            context = get_context("spawn")
            with ProcessPoolExecutor(options.jobs, context, _start) as pool:
                futures = {
                    pool.submit(execute, run, teachers.get(run.teacher), *_where(options)): run
                    for run in todo
                    if run.teacher not in failed
                }
                failed |= {run.name for run in todo if run.teacher in failed}
                for future in as_completed(futures):
                    bar.update(1)
                    failed |= _report(futures[future], future.exception())
    for name in sorted(failed):
        print(f"failed: {name}", file=sys.stderr)
    return len(failed)


def _where(options: argparse.Namespace) -> tuple[Path, str]:
    return options.folder, options.accelerator


def _start() -> None:
    """Use one thread, so that the number of jobs does not change the order of sums.

    And end with the study: a worker that outlived it would train on beside the next one.
    """
    torch.set_num_threads(1)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _report(run: Run, error: BaseException | None) -> set[str]:
    if error is None:
        return set()
    print(f"{run.name}:", *traceback.format_exception(error), sep="\n", file=sys.stderr)
    return {run.name}
