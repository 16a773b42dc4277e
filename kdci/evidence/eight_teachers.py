"""Eight teachers of one student of the single-pixel camera, and what each is worth to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kdci.evidence.numbers import Numbers
from kdci.metrics.statistics import Summary

TEACHERS = {
    "equal": "±1, from noise",
    "ternary": "ternary",
    "hadamard": "±1, from Hadamard",
    "real-weak": "real, hardly trained",
    "real": "real",
    "bipolar-more": "±1, 2\N{MULTIPLICATION SIGN} patterns",
    "real-more": "real, 2\N{MULTIPLICATION SIGN} patterns",
    "real-most": "real, 5\N{MULTIPLICATION SIGN} patterns",
}
"""Labels by their names in the study spc-teachers."""
ACCELERATION = 10
"""Pixels for each pattern of the student."""


@dataclass(frozen=True)
class Compared:
    """By a teacher's label: over the baseline its lead and its student's gain; how alike they are.

    Leads and gains are paired differences of PSNR [dB]; likeness is the alignment of the two Gram
    matrices, 0 to 1.
    """

    leads: dict[str, Summary]
    gains: dict[str, Summary]
    likeness: dict[str, Summary]


def compare_teachers(numbers: Numbers, teachers: Iterable[str] = TEACHERS) -> Compared:
    """Return what some of the eight teachers are worth.

    Args:
        numbers: of the study spc-teachers.
        teachers: keys of `TEACHERS`.

    Raises:
        KeyError: if there is no such teacher.
        ValueError: if the study has no results of one.
    """
    labels = {name: TEACHERS[name] for name in teachers}
    return Compared(
        {
            label: numbers.gain(f"teacher-{name}", "baseline", ACCELERATION)
            for name, label in labels.items()
        },
        {
            label: numbers.gain(f"student-of-{name}", "baseline", ACCELERATION)
            for name, label in labels.items()
        },
        {
            label: numbers.mean(f"student-of-{name}", ACCELERATION, "alignment_with_teacher")
            for name, label in labels.items()
        },
    )
