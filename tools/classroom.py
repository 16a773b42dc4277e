"""Make what a course hands out of the exercises in ``classroom/``.

python tools/classroom.py --pages    # the book's pages: book/exercises/
python tools/classroom.py            # notebooks for students and instructors: _build/classroom/
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

from kdci import files
from kdci.classroom import notebooks
from kdci.classroom.course import ROOT, Course, on_pages, read_course
from kdci.classroom.leaks import leaks, secrets
from kdci.classroom.offline import used_offline
from kdci.classroom.page import page
from kdci.classroom.table import by_page, goals
from kdci.classroom.times import measured_times

GOALS = "goals"
"""The table of learning goals, which the page for instructors includes."""
BY_PAGE = "by-page"
"""The table of the exercises of each page, which it includes as well."""
TIMES = "times"
"""What the notebooks take on one core."""
OFFLINE = "offline"
"""What the archive takes on a machine without a network."""
PAGES, BUILT = ROOT / "book" / "exercises", ROOT / "_build" / "classroom"
MAKERS = {
    "student": notebooks.student,
    "nbgrader": notebooks.grader,
    "instructor": notebooks.instructor,
}
"""By the folder in which they lie."""


def write_pages(course: Course, folder: Path = PAGES) -> None:
    """Write the pages of the sets and the tables; leave alone what is as it should be."""
    old = on_pages()
    sources = {one.name: page(one) for one in course.sets}
    sources |= {GOALS: goals(course, old), BY_PAGE: by_page(course, old)}
    sources |= {TIMES: measured_times(course), OFFLINE: used_offline()}
    for name, source in sources.items():
        path = folder / f"{name}.md"
        if files.shown(path) != source:
            files.write_text(path, source)


def write_notebooks(course: Course, folder: Path = BUILT) -> None:
    """Write all notebooks.

    Raises:
        ValueError: if a student's notebook would tell a solution: with what it would tell.
    """
    told = {secret for exercise in course.exercises for secret in secrets(exercise)}
    for one in course.sets:
        for place, make in MAKERS.items():
            notebook = make(one)
            if place == "student" and (found := leaks(notebook, told)):
                raise ValueError(f"{one.name}: a student's notebook tells {sorted(found)}")
            files.write_text(folder / place / f"{one.name}.ipynb", text(notebook))


def text(notebook: Any) -> str:
    """Return a notebook as its file has it."""
    written: str = importlib.import_module("nbformat").writes(notebook)
    return f"{written}\n"


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--pages", action="store_true", help="write the book's pages alone")
    write = write_pages if parser.parse_args().pages else write_notebooks
    write(read_course())


if __name__ == "__main__":
    main()
