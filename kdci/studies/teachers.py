"""Whose teacher is whose: a student's configuration has the hash of its teacher's."""

from __future__ import annotations

from dataclasses import replace

from kdci.studies.configuration import Run
from kdci.studies.yaml_files import ConfigurationError


def name_teachers(runs: list[Run]) -> list[Run]:
    """Return the runs, teachers first, with the hash of each one's teacher filled in.

    Raises:
        ConfigurationError: if a teacher is not there, or would teach itself.
    """
    by_name = {run.name: run for run in runs}
    named: dict[str, tuple[int, Run]] = {}

    def name(run: Run, students: tuple[str, ...] = ()) -> tuple[int, Run]:
        """Return how many teachers are above a run, and the run with their hashes."""
        if run.name in named:
            return named[run.name]
        if run.teacher is None or run.distillation is None:
            named[run.name] = 0, run
        else:
            key = ("systems", run.system, "distillation", "teacher")
            if run.teacher not in by_name:
                raise ConfigurationError(f"no run {run.teacher!r} to be its teacher", key)
            if run.teacher in (run.name, *students):
                raise ConfigurationError(f"{run.teacher!r} would teach itself", key)
            depth, teacher = name(by_name[run.teacher], (run.name, *students))
            distillation = replace(run.distillation, teacher_sha256=teacher.sha256())
            named[run.name] = depth + 1, replace(run, distillation=distillation)
        return named[run.name]

    ordered = sorted((name(run) for run in runs), key=lambda entry: entry[0])
    return [run for _, run in ordered]
