"""The course: its sets of exercises and its learning goals, from ``classroom/course.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kdci import files
from kdci.classroom.exercise import Exercise, read

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "classroom"
"""Where the sources of the course lie in a clone of the repository."""
LABEL = re.compile(r"^```\{exercise-start\}\s*(.*)\n:label:\s*(\S+)", re.M)


@dataclass(frozen=True)
class Set:
    """Exercises that belong together: one notebook, and one page of the book."""

    name: str
    title: str
    words: str
    exercises: tuple[Exercise, ...]

    @property
    def is_code(self) -> bool:
        """Whether there is code to write in it."""
        return any(exercise.is_code for exercise in self.exercises)


@dataclass(frozen=True)
class Goal:
    """What somebody can do in the end; pages that teach it, exercises that practise it."""

    name: str
    goal: str
    pages: tuple[str, ...]
    exercises: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """The sets and the goals."""

    sets: tuple[Set, ...]
    goals: tuple[Goal, ...]

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """All exercises of all sets, in order."""
        return tuple(exercise for one in self.sets for exercise in one.exercises)


def read_course(folder: Path = FOLDER) -> Course:
    """Read the course.

    Raises:
        ValueError: if an exercise is in no set, or in two, or there is none of its name.
    """
    content = yaml.safe_load(files.read_text(folder / "course.yaml"))
    found = {path.stem: read(path) for path in sorted((folder / "exercises").glob("*.md"))}
    named = [name for one in content["sets"].values() for name in one["exercises"]]
    wrong = {name for name in {*named, *found} if named.count(name) != 1 or name not in found}
    if wrong:
        raise ValueError(f"exercises {sorted(wrong)}: each must have a file and be in one set")
    sets = (_set(name, one, found) for name, one in content["sets"].items())
    goals = (
        Goal(name, one["goal"], tuple(one["pages"]), tuple(one["exercises"]))
        for name, one in content["goals"].items()
    )
    return Course(tuple(sets), tuple(goals))


def _set(name: str, content: Mapping[str, Any], found: Mapping[str, Exercise]) -> Set:
    exercises = tuple(found[each] for each in content["exercises"])
    return Set(name, content["title"], content["words"].strip(), exercises)


def on_pages(root: Path = ROOT) -> dict[str, tuple[str, str]]:
    """Return title and page of each exercise that a page of the book has itself, by its label."""
    pages = [*sorted(root.glob("notebooks/**/*.md")), *sorted(root.glob("book/**/*.md"))]
    return {
        label: (title, path.relative_to(root).with_suffix("").as_posix())
        for path in pages
        if "exercises" not in path.parts
        for title, label in LABEL.findall(files.read_text(path))
    }
