"""The book's page of a set of exercises, in MyST Markdown: solutions are folded, and executed."""

from __future__ import annotations

from itertools import count

from kdci.classroom import regions
from kdci.classroom.course import Set
from kdci.classroom.exercise import Cell, Exercise
from kdci.classroom.notebooks import LEVEL_WORDS
from kdci.classroom.quiz_form import form

FRONT_MATTER = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---
"""
"""How a notebook in MyST Markdown begins, for jupytext."""


def label(exercise: Exercise) -> str:
    """Return the label of an exercise in the book."""
    return f"ex-{exercise.name}"


def page(one: Set) -> str:
    """Return the source of a set's page."""
    parts = [f"{FRONT_MATTER}\n# {one.title}", one.words]
    for exercise in one.exercises:
        parts += [f"## {exercise.title}", *_exercise(exercise)]
    return "\n\n".join(parts) + "\n"


def _exercise(exercise: Exercise) -> list[str]:
    level = LEVEL_WORDS[exercise.level]
    facts = f"*{level}. About {exercise.minutes} minutes. You need: {exercise.needs}*"
    return [
        f"```{{exercise-start}}\n:label: {label(exercise)}\n```",
        f"{facts}\n\n**Aim.** {exercise.aim}",
        *(_shown(cell) for cell in exercise.of("task", "setup", "answer")),
        *_quizzes(exercise),
        "```{exercise-end}\n```",
        *(_folded(cell) for cell in exercise.of("hint")),
        f"```{{solution-start}} {label(exercise)}\n:class: dropdown\n```",
        *(_cell(cell) for cell in exercise.of("setup", "answer", "check", "solution")),
        "```{solution-end}\n```",
    ]


def _quizzes(exercise: Exercise) -> list[str]:
    """Return the questions that the page answers, as forms."""
    names = (f"quiz-{exercise.name}-{number}" for number in count())
    forms = (form(name, quiz) for name, quiz in zip(names, exercise.quizzes, strict=False))
    return [f"```{{raw}} html\n{one}\n```" for one in forms]


def _shown(cell: Cell) -> str:
    """Return a cell as it is set: code is shown and not run, since there is no answer yet."""
    return f"```python\n{regions.stripped(cell.source)}\n```" if cell.is_code else cell.source


def _folded(cell: Cell) -> str:
    return f"```{{admonition}} Hint\n:class: dropdown\n{cell.source}\n```"


def _cell(cell: Cell) -> str:
    """Return a cell of the solution: code is run, and a check's is folded."""
    if not cell.is_code:
        return cell.source
    tags = {"check": ":tags: [hide-input]\n\n", "setup": ":tags: [remove-cell]\n\n"}
    return f"```{{code-cell}} ipython3\n{tags.get(cell.kind, '')}{regions.whole(cell.source)}\n```"
