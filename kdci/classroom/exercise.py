"""One exercise, from its file: task, hints, check, solution, wrong answers and marking notes."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kdci import checks, files
from kdci.classroom import regions
from kdci.classroom.quiz import Quiz, read_quiz

LEVELS = ("predict", "compute", "design")
"""Predict, then look; compute or code; design or argue."""
WORDS = ("task", "hint", "quiz", "solution", "marking")
CODE = ("setup", "answer", "check", "wrong")
WRONG = re.compile(r"# Mistake: (?P<mistake>.+)\n# The check says: (?P<says>.+)\n")
FIELDS = {
    **{"title": str, "level": str, "minutes": int, "aim": str, "needs": str, "instrument": str},
    "pages": list,
}
FEWEST_WRONG = 3


@dataclass(frozen=True)
class Cell:
    """A cell of an exercise: what kind, and its source."""

    kind: str
    source: str

    @property
    def is_code(self) -> bool:
        """Whether it is code."""
        return self.kind in CODE


@dataclass(frozen=True)
class Wrong:
    """A typical wrong answer: the mistake in words, part of what the check says, and the code."""

    mistake: str
    says: str
    code: str


@dataclass(frozen=True)
class Exercise:
    """An exercise.

    Args:
        name: that of its file, and of its label in the book.
        title, level, minutes, aim, needs, instrument: what its head says.
        pages: the book's pages to which it belongs, without their suffix.
        cells: in order.
    """

    name: str
    title: str
    level: str
    minutes: int
    aim: str
    needs: str
    instrument: str
    pages: tuple[str, ...]
    cells: tuple[Cell, ...]

    def of(self, *kinds: str) -> Iterator[Cell]:
        """Yield the cells of some kinds, in order."""
        return (cell for cell in self.cells if cell.kind in kinds)

    def text(self, *kinds: str) -> str:
        """Return the sources of the cells of some kinds, as one."""
        return "\n\n".join(cell.source for cell in self.of(*kinds))

    @property
    def is_code(self) -> bool:
        """Whether the answer is code."""
        return any(True for _ in self.of("answer"))

    @property
    def quizzes(self) -> tuple[Quiz, ...]:
        """The questions that a browser answers.

        Raises:
            ValueError: if one is not written as it must be; see `read_quiz`.
        """
        return tuple(read_quiz(self.name, cell.source) for cell in self.of("quiz"))

    @property
    def wrong(self) -> tuple[Wrong, ...]:
        """The typical wrong answers.

        Raises:
            ValueError: if one does not begin with its two comments.
        """
        return tuple(_wrong(self.name, cell.source) for cell in self.of("wrong"))


def _wrong(name: str, source: str) -> Wrong:
    match = WRONG.match(source)
    if not match:
        wanted = "'# Mistake: ...' and '# The check says: ...'"
        raise ValueError(f"{name}: a wrong answer: must begin with the lines {wanted}")
    return Wrong(match["mistake"], match["says"], source[match.end() :])


def read(path: Path) -> Exercise:
    """Read an exercise.

    Raises:
        ValueError: if its head lacks something, a cell is of no known kind, or a part is missing.
    """
    notebook = importlib.import_module("jupytext").reads(files.read_text(path), fmt="md:myst")
    head = notebook.metadata.get("classroom", {})
    for field, wanted in FIELDS.items():
        if not isinstance(head.get(field), wanted):
            raise ValueError(f"{path.name}: {field}={head.get(field)!r}: must be {wanted.__name__}")
    checks.one_of(f"{path.name}: level", head["level"], LEVELS)
    cells = tuple(_cell(path, cell) for cell in notebook.cells)
    given = {field: head[field] for field in FIELDS} | {"pages": tuple(head["pages"])}
    exercise = Exercise(path.stem, **given, cells=cells)
    _check(exercise)
    return exercise


def _cell(path: Path, cell: Any) -> Cell:
    tags = cell.metadata.get("tags", [])
    known = CODE if cell.cell_type == "code" else WORDS
    if len(tags) != 1 or tags[0] not in known:
        found = f"{path.name}: a {cell.cell_type} cell tagged {tags}: {cell.source[:40]!r}"
        raise ValueError(f"{found}: must have one tag of {', '.join(known)}")
    return Cell(tags[0], cell.source)


def _check(exercise: Exercise) -> None:
    """Check that nothing is missing."""
    wanted = {"task", "solution", "marking"} | ({"check"} if exercise.is_code else set())
    missing = wanted - {cell.kind for cell in exercise.cells}
    if missing:
        raise ValueError(f"{exercise.name}: no {', '.join(sorted(missing))}: must have it")
    if exercise.is_code and len(exercise.wrong) < FEWEST_WRONG:
        found = f"{exercise.name}: {len(exercise.wrong)} wrong answers"
        raise ValueError(f"{found}: must be {FEWEST_WRONG} at least")
    _ = exercise.quizzes  # read once, so that a wrong one is named
    for cell in exercise.cells:
        regions.stripped(cell.source)
