"""What the notebooks of a course take on one core: the table of the page for instructors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kdci.classroom.course import ROOT, Course
from kdci.sealed import read_sealed

RESULT = ROOT / "benchmarks" / "results" / "classroom.json"
"""What ``benchmarks/classroom.py`` measured."""
LISTED = 0.1
"""Seconds from which on an exercise has a row of its own."""


def table(course: Course, found: Mapping[str, Any]) -> str:
    """Return the times of the exercises and the memory of their notebooks, in Markdown.

    Args:
        course: the course.
        found: by set, what was measured of its notebook.
    """
    titles = {exercise.name: exercise.title for exercise in course.exercises}
    parts = []
    for one in (one for one in course.sets if one.name in found):
        measured = found[one.name]
        parts.append(
            f"**{one.name}.ipynb**: the kernel holds {measured['peak_mib']} MiB at most and "
            f"starts in {measured['start_s']:.0f} s, imports included."
            + _rows({titles[name]: s for name, s in measured["seconds"].items() if s >= LISTED})
        )
    return "\n\n".join(parts) + "\n"


def _rows(slow: Mapping[str, float]) -> str:
    """Return the table of the exercises that take a while, if there are any."""
    if not slow:
        return f" No exercise takes longer than {LISTED}&nbsp;s."
    rows = "\n".join(f"| {title} | {seconds:.1f} |" for title, seconds in slow.items())
    head = "| Exercise | Seconds, with its check |\n|---|---|"
    return f" An exercise that is not listed takes less than {LISTED}&nbsp;s.\n\n{head}\n{rows}"


def measured_times(course: Course) -> str:
    """Return what was measured and on which machine, or how to measure it."""
    if not RESULT.is_file():
        return "Not measured on this copy of the book: run `python benchmarks/classroom.py`.\n"
    content = read_sealed(RESULT)
    where = f"Measured on one core of this machine: {content['provenance']['machine']}.\n\n"
    return where + table(course, content["notebooks"])
