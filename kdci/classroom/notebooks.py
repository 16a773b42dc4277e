"""Notebooks of a set of exercises: for students, for nbgrader, and for the instructor."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from kdci.classroom import regions
from kdci.classroom.course import Set
from kdci.classroom.exercise import Cell, Exercise
from kdci.classroom.quiz import answered, asked, read_quiz

Code = Callable[[str], str]
LEVEL_WORDS = {
    "predict": "Predict, then look",
    "compute": "Compute or code",
    "design": "Design or argue",
}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
HOW = """Work from the top to the bottom. Write your code where `YOUR CODE HERE` stands and run
the cell, then run the check below it: it says what is wrong and hints at why. Each exercise stands
for itself: if one does not want to succeed, go on with the next. The notebook needs the Python
package `kdci` of this course, and no network."""


def student(one: Set) -> Any:
    """Return the notebook of a set for students: without outputs, and without any solution."""
    return _notebook(one, HOW, regions.stripped, lambda exercise: iter(()))


def solved(one: Set) -> Any:
    """Return a student's notebook in which the solution of each task stands."""
    return pasted(student(one), one)


def pasted(notebook: Any, one: Set) -> Any:
    """Put the solution of each task of a set into a student's notebook, and return it."""
    answers = {
        regions.stripped(cell.source): regions.whole(cell.source)
        for exercise in one.exercises
        for cell in exercise.of("answer")
    }
    for cell in notebook.cells:
        cell["source"] = answers.get(cell["source"], cell["source"])
    return notebook


def grader(one: Set) -> Any:
    """Return the notebook of a set as nbgrader's source: what it strips is marked as it asks."""
    return _notebook(one, HOW, lambda source: source, lambda exercise: iter(()))


def instructor(one: Set) -> Any:
    """Return the notebook of a set for the instructor, with solutions, notes and mistakes."""
    minutes = sum(exercise.minutes for exercise in one.exercises)
    how = f"For the instructor. Together the exercises take about {minutes} minutes."
    return _notebook(one, how, regions.whole, _notes)


def _notebook(one: Set, how: str, code: Code, notes: Callable[[Exercise], Iterator[str]]) -> Any:
    v4 = importlib.import_module("nbformat.v4")
    cells = [v4.new_markdown_cell(f"# {one.title}\n\n{one.words}\n\n{how}", id=one.name)]
    for number, exercise in enumerate(one.exercises, 1):
        cells.append(v4.new_markdown_cell(head(exercise, number), id=exercise.name))
        own = [_cell(v4, exercise, cell, code) for cell in exercise.of(*SHOWN)]
        if not exercise.is_code:
            own.append(
                v4.new_markdown_cell("YOUR ANSWER HERE", metadata=_graded(exercise, "answer"))
            )
        own += [v4.new_markdown_cell(note) for note in notes(exercise)]
        for index, cell in enumerate(own):
            cell["id"] = f"{exercise.name}-{index}"
        cells += own
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return v4.new_notebook(cells=cells, metadata=metadata)


LINK = re.compile(r"\[([^\]]+)\]\(\.\./[^)]+\)")
"""A link to another page of the book, which a notebook that is handed out does not have."""
SHOWN = ("task", "quiz", "hint", "setup", "answer", "check")
"""What a student gets of an exercise."""


def head(exercise: Exercise, number: int) -> str:
    """Return the title of an exercise, its level, time and aim, and what one needs."""
    level = LEVEL_WORDS[exercise.level]
    facts = f"*{level}. About {exercise.minutes} minutes.* **Aim:** {exercise.aim}"
    return f"## {number}. {exercise.title}\n\n{facts} **You need:** {exercise.needs}"


def _cell(v4: Any, exercise: Exercise, cell: Cell, code: Code) -> Any:
    """Return a cell as a notebook has it."""
    source = asked(read_quiz(exercise.name, cell.source)) if cell.kind == "quiz" else cell.source
    words = LINK.sub(r"*\1* (in the book)", source)
    if cell.kind == "hint":
        folded = f"<details><summary>Hint</summary>\n\n{words}\n\n</details>"
        return v4.new_markdown_cell(folded)
    if not cell.is_code:
        return v4.new_markdown_cell(words)
    metadata = {} if cell.kind == "setup" else _graded(exercise, cell.kind)
    return v4.new_code_cell(code(cell.source), metadata=metadata)


def _graded(exercise: Exercise, kind: str) -> dict[str, Any]:
    """Return what nbgrader wants to know of a cell: an answer, or a check that gives the point."""
    by_hand = kind == "answer" and not exercise.is_code
    graded: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": f"{exercise.name}-{kind}",
        "grade": by_hand or kind == "check",
        "solution": kind == "answer",
        "locked": kind == "check",
        "task": False,
    }
    points = {"points": 1} if graded["grade"] else {}
    folded = {"jupyter": {"source_hidden": True}} if kind == "check" else {}
    return {"nbgrader": graded | points, **folded}


def _notes(exercise: Exercise) -> Iterator[str]:
    """Yield what the instructor alone gets of an exercise."""
    for quiz in exercise.quizzes:
        yield f"**The quiz.** {quiz.question}\n\n{answered(quiz)}"
    yield f"**Solution.** {exercise.text('solution')}"
    yield f"**Marking.** {exercise.text('marking')}"
    for wrong in exercise.wrong:
        told = f"**A common mistake:** {wrong.mistake}\n\nThe check says: *{wrong.says}*"
        yield f"{told}\n\n```python\n{wrong.code}\n```"
