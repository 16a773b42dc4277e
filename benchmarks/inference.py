"""What does the student cost in use, beside the baseline? And its teacher, and both together?

    python benchmarks/inference.py [--quick]

The systems are those of the book's studies, as `kdci.studies.run.build` makes them. They are
not trained: a weight's value does not change what it costs. Each repetition builds all of them
anew, from another seed, and calls them in evaluation mode, without gradients, with one thread, on a
batch of test images. Baseline and student are timed in turn first and second, so that what else the
machine does hits both. "With its teacher" is the student's call in training: its loss, with all
that the teacher has to compute for it.

- milliseconds: the median call's time, per image; the measurement is simulated within it.
- parameters: the numbers that the system holds, those of its encoder's pattern with them.
- megabytes: the peak of the tensors' memory that one call takes, for the whole batch, beside the
  images and the parameters.

Prints a table and writes, for each system and repetition, benchmarks/results/inference/*.json in
the format of a study's results. A quick run, of one repetition with few calls, writes nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from statistics import fmean, median

import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parents[1]))  # this is a script of the package benchmarks

from benchmarks.command import is_quick
from benchmarks.measure import one_thread, significant, time_in_turn
from benchmarks.memory import allocated
from kdci.checkpoints import tensors_sha256
from kdci.evidence.claims import BENCHMARKS
from kdci.evidence.markdown import markdown
from kdci.losses import DistillationLoss
from kdci.studies import RELEASED
from kdci.studies.code import code_sha256
from kdci.studies.configuration import Run
from kdci.studies.identity import run_name
from kdci.studies.images import load_images
from kdci.studies.provenance import device_name, provenance
from kdci.studies.results import Result, save_result
from kdci.studies.run import build
from kdci.studies.study import load_study
from kdci.systems import ImagingSystem

NAME = "inference"
REPETITIONS, CALLS, BATCH = 5, 40, 16
QUICK_CALLS = 2
STUDIES = (
    ("mri-acceleration", 8, "{}"),
    ("spc-claims", 10, "{}"),
    ("cassi-snapshots", 8, "{}"),
    ("cassi-snapshots", 8, "{}-unrolled"),
)
"""Study, acceleration, and the names of its systems, by their role."""
PAIR, OTHERS = ("baseline", "student"), ("teacher", "student-with-teacher")
FOLDER = BENCHMARKS / NAME


class WithTeacher(nn.Module):
    """A student and its teacher, called as in training, but for the gradient.

    Args:
        student: the system.
        teacher: another, frozen for good.
        run: the student's, with the settings of its loss.
    """

    def __init__(self, student: ImagingSystem, teacher: ImagingSystem, run: Run) -> None:
        super().__init__()
        self.student, self.loss = student, DistillationLoss(teacher, **run.distillation.loss)

    def forward(self, images: Tensor) -> dict[str, Tensor]:
        """Return the terms of the student's loss for images (B, C, H, W)."""
        return self.loss(self.student, images)


def runs_of(study: str, acceleration: float, names: str, seed: int) -> dict[str, Run]:
    """Return the runs of baseline, student and teacher, with a seed that they need not have."""
    there = {
        run.system: replace(run, seed=seed)
        for run in load_study(RELEASED / f"{study}.yaml")
        if run.acceleration == acceleration
    }
    runs = {role: there[names.format(role)] for role in PAIR}
    return runs | {"teacher": there[runs["student"].distillation.teacher]}


def systems_of(runs: Mapping[str, Run]) -> dict[str, nn.Module]:
    """Return the untrained systems by their role, those of `PAIR` and `OTHERS`."""
    systems = {role: build(run).eval() for role, run in runs.items()}
    both = WithTeacher(*(build(runs[role]) for role in ("student", "teacher")), runs["student"])
    return systems | {"student-with-teacher": both.eval()}


def measure(
    systems: Mapping[str, nn.Module], images: Tensor, calls: int
) -> dict[str, dict[str, list[float]]]:
    """Return the metrics of each system, called in turn.

    Args:
        systems: by their role.
        images: a batch (B, C, H, W).
        calls: how often each is timed.
    """
    called = {role: partial(system, images) for role, system in systems.items()}
    with torch.inference_mode():
        seconds = time_in_turn(called, calls)
        peak = {role: allocated(call)[0][1] for role, call in called.items()}
    return {
        role: {
            "milliseconds": [significant(1e3 * median(seconds[role]) / len(images), 5)],
            "parameters": [sum(one.numel() for one in systems[role].parameters())],
            "megabytes": [peak[role] / 1e6],
        }
        for role in systems
    }


def results_of(
    study: str, acceleration: float, names: str, seed: int, calls: int
) -> Iterator[Result]:
    """Yield the results of one repetition: of baseline and student, of the teacher, of both."""
    runs = runs_of(study, acceleration, names, seed)
    runs["student-with-teacher"] = runs["student"]
    systems = systems_of(runs)
    data, modality = runs["student"].data, runs["student"].modality
    images = load_images(data, modality)
    same = {
        "code_sha256": code_sha256(modality, noisy=False),
        "data_sha256": tensors_sha256(images),
        **provenance(device_name("cpu")),
    }
    for roles in (PAIR, OTHERS):
        start = time.monotonic()
        found = measure({r: systems[r] for r in roles}, images["test"][:BATCH], calls)
        seconds = round((time.monotonic() - start) / len(roles), 2)
        for role in roles:
            run = runs[role]
            yield Result(
                study=NAME,
                modality=modality,
                role=run.role,
                variant=run.variant,
                system=f"{modality}-{names.format(role)}",
                acceleration=run.acceleration,
                snr_db=run.snr_db,
                seed=seed,
                evaluated_on="test",
                metrics=found[role],
                encoder={},
                curves={},
                configuration=asdict(run) | {"benchmark": {"calls": calls, "batch": BATCH}},
                provenance={
                    "config_sha256": run.sha256(),
                    "weights_sha256": tensors_sha256(systems[role].state_dict()),
                    "seconds": seconds,
                    "steps": 0,
                    **same,
                },
            )


def table(results: Iterable[Result]) -> str:
    """Return the means over the repetitions as Markdown, a row for each system."""
    by_system: dict[str, list[Result]] = {}
    for result in results:
        by_system.setdefault(result.system, []).append(result)
    metrics = ("milliseconds", "parameters", "megabytes")
    rows = [
        [name, *(f"{fmean(r.metrics[m][0] for r in own):.6g}" for m in metrics)]
        for name, own in by_system.items()
    ]
    return markdown(["system", *metrics], rows)


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the results."""
    quick = is_quick(words, "What the student costs in use.", "few calls", FOLDER)
    one_thread()
    repetitions, calls = (1, QUICK_CALLS) if quick else (REPETITIONS, CALLS)
    results = [
        result
        for repetition in range(repetitions)
        for study in STUDIES
        for result in results_of(*study, seed=repetition, calls=calls)
    ]
    print(table(results))
    if not quick:
        for result in results:
            save_result(
                result, FOLDER / f"{run_name(result.system, result.acceleration, result.seed)}.json"
            )


if __name__ == "__main__":
    main()
