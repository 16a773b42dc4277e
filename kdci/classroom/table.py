"""The table of learning goals, for the book's page for instructors."""

from __future__ import annotations

from collections.abc import Mapping

from kdci.classroom.course import Course
from kdci.classroom.page import label

UP = "../../"
"""From a page of the classroom to the root of the repository."""


def exercises(course: Course, on_pages: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return the titles of all exercises by their labels: the course's own, and those of pages."""
    own = {label(exercise): exercise.title for exercise in course.exercises}
    return own | {name: title for name, (title, _) in on_pages.items()}


def goals(course: Course, on_pages: Mapping[str, tuple[str, str]]) -> str:
    """Return the table of goals, pages and exercises, in MyST Markdown.

    Raises:
        ValueError: if a goal names an exercise that does not exist.
    """
    titles = exercises(course, on_pages)
    rows = ["| Who has worked through it can ... | Pages | Exercises |", "|---|---|---|"]
    for goal in course.goals:
        names = [name if name.startswith("ex-") else f"ex-{name}" for name in goal.exercises]
        if unknown := [name for name in names if name not in titles]:
            raise ValueError(f"goal {goal.name}: exercises {unknown}: there are none of that name")
        pages = ", ".join(f"[]({UP}{page}.md)" for page in goal.pages)
        listed = ", ".join(f"{{ref}}`{titles[name]} <{name}>`" for name in names)
        rows.append(f"| {goal.goal} | {pages} | {listed} |")
    counted = f"There are {len(titles)} exercises in all: {len(course.exercises)} of the classroom"
    rest = f"and {len(on_pages)} at the ends of the book's other pages."
    return "\n".join([*rows, "", f"{counted}, {rest}", ""])
