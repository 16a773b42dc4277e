"""A study at other accelerations and with other seeds than it asks for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import product

from kdci.studies.opened import OpenedStudy


def moved(
    study: OpenedStudy, accelerations: Collection[float], seeds: Collection[int]
) -> OpenedStudy:
    """Return a study whose systems are all there at each acceleration and with each seed.

    All else stays as the first run of each system has it. A student's teacher moves with it.

    Args:
        study: from `kdci.studies.opened.open_study`; its folder stays.
        accelerations: factors.
        seeds: of starting weights and of the order of images.
    """
    first = {run.system: run for run in reversed(study.runs)}.values()
    runs = [
        replace(run, acceleration=a, seed=seed, training=replace(run.training, seed=seed))
        for a, seed, run in product(accelerations, seeds, first)
    ]
    return OpenedStudy(tuple(runs), study.folder)
