"""What the notebooks of a course take on one core: the table of the page for instructors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kdci.classroom.course import ROOT, Course
from kdci.sealed import read_sealed

RESULT = ROOT / "benchmarks" / "results" / "classroom.json"
"""What ``benchmarks/classroom.py`` measured."""


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
        slowest = max(measured["seconds"].values())
        parts.append(
            f"**{one.name}.ipynb**: the kernel holds {measured['peak_mib']} MiB at most and "
            f"starts in {measured['start_s']:.0f} s, imports included; its slowest exercise "
            f"takes {slowest:.1f} s.\n\n"
            "| Exercise | Seconds, with its check |\n|---|---|\n"
            + "\n".join(f"| {titles[n]} | {s:.1f} |" for n, s in measured["seconds"].items())
        )
    return "\n\n".join(parts) + "\n"


def measured_times(course: Course) -> str:
    """Return what was measured and on which machine, or how to measure it."""
    if not RESULT.is_file():
        return "Not measured on this copy of the book: run `python benchmarks/classroom.py`.\n"
    content = read_sealed(RESULT)
    where = f"One core of this machine: {content['provenance']['device']}.\n\n"
    return where + table(course, content["notebooks"])
