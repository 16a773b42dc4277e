"""What sets the comparisons of a claim apart: instrument, kind of teacher, and noise."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kdci.evidence.claims import Evidence
from kdci.evidence.verdicts import Finding
from kdci.studies import RELEASED
from kdci.studies.configuration import Run
from kdci.studies.plan import teachers_of
from kdci.studies.study import load_study

RELAXED, OWN, NONE = "relaxed teacher", "teacher of its own kind", "measured in use"
NOISY, NOISELESS = "with noise", "without noise"
Kind = tuple[str, str, str]
"""Modality, kind of teacher, noise."""


def teacher_kind(evidence: Evidence, studies: str | Path = RELEASED) -> str:
    """Return what kind of teacher the student of a comparison has: `RELAXED`, `OWN` or `NONE`.

    A teacher of its own kind has the student's constraint and takes as many measurements. Of two
    students that are compared it is the first one's.

    Args:
        evidence: the comparison.
        studies: folder of the studies' YAML files.

    Raises:
        ValueError: if its system has no teacher.
    """
    if evidence.benchmark or not evidence.seeds:
        return NONE
    student = _student(evidence, Path(studies))
    teacher = _teachers(evidence.study, Path(studies)).get(student)
    if teacher is None:
        raise ValueError(f"system={evidence.system!r}: has no teacher in {evidence.study}")
    alike = (teacher.constraint, teacher.relaxed) == (student.constraint, student.relaxed)
    return OWN if alike else RELAXED


def noise_kind(evidence: Evidence, studies: str | Path = RELEASED) -> str:
    """Return whether there is measurement noise, in training or in the test."""
    if evidence.benchmark or not evidence.seeds:
        return NOISELESS
    noisy = "_at_" in evidence.metric or _student(evidence, Path(studies)).snr_db is not None
    return NOISY if noisy else NOISELESS


def by_kind(findings: Iterable[Finding]) -> dict[Kind, list[Finding]]:
    """Return the findings by modality, kind of teacher and noise, in the order of the first."""
    groups: dict[Kind, list[Finding]] = {}
    for found in findings:
        one = found.evidence
        kind = (one.modality, teacher_kind(one), noise_kind(one))
        groups.setdefault(kind, []).append(found)
    return groups


def _student(evidence: Evidence, studies: Path) -> Run:
    name = (evidence.system, evidence.acceleration)
    return next(
        run for run in _runs(evidence.study, studies) if (run.system, run.acceleration) == name
    )


@cache
def _runs(study: str, studies: Path) -> tuple[Run, ...]:
    return tuple(load_study(studies / f"{study}.yaml"))


@cache
def _teachers(study: str, studies: Path) -> dict[Run, Run]:
    return teachers_of(_runs(study, studies))
