"""The students of MRI by their losses: of which study each is, and what it gains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kdci.evidence.numbers import Numbers
from kdci.metrics.statistics import Summary

Gains = dict[str, dict[str, Summary]]


@dataclass(frozen=True)
class Student:
    """A student and its rivals.

    Args:
        said: its losses, and its teacher: relaxed, or of its own kind.
        study: name.
        released: whether the weights of its systems are.
        baseline: name of its baseline in the study.
        student: its own name there.
    """

    said: str
    study: str
    released: bool = False
    baseline: str = "baseline"
    student: str = "student"

    @property
    def systems(self) -> dict[str, str]:
        """Names in the study of teacher, baseline and student, by these roles."""
        return {"teacher": "teacher", "baseline": self.baseline, "student": self.student}


TUNED = "mri-tuning", False, "baseline-rate30"
STUDENTS = {
    "L_DEC": Student("L_DEC, relaxed", "mri-acceleration", released=True),
    "L_ENC": Student("L_ENC, own kind", "mri-claims"),
    "both": Student("both, relaxed", *TUNED, "student-both-weak"),
}


def gains_by_losses(
    numbers: Mapping[str, Numbers], shown: Iterable[str], accelerations: Iterable[float]
) -> tuple[Gains, Gains]:
    """Return what students gain, and their baselines: PSNR [dB], by losses and acceleration.

    An acceleration at which a study has no such student is left out.

    Args:
        numbers: by study.
        shown: names of `STUDENTS`.
        accelerations: factors.

    Raises:
        KeyError: if a student or its study is missing.
    """
    gains: Gains = {}
    baselines: Gains = {}
    places = list(accelerations)
    for name in shown:
        one, own = STUDENTS[name], numbers[STUDENTS[name].study]
        there = [a for a in places if a in own.accelerations(one.student)]
        gains[one.said] = {f"AF {a:g}": own.gain(one.student, one.baseline, a) for a in there}
        baselines[one.said] = {f"AF {a:g}": own.mean(one.baseline, a) for a in there}
    return gains, baselines
