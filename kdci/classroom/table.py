"""The table of learning goals, for the book's page for instructors."""

from __future__ import annotations

from collections.abc import Mapping

from kdci.classroom.contents import reading_order
from kdci.classroom.course import Course
from kdci.classroom.notebooks import LEVEL_WORDS
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
    return "\n".join([*_stacked(rows), "", f"{counted}, {rest}", ""])


def by_page(course: Course, on_pages: Mapping[str, tuple[str, str]]) -> str:
    """Return the table of the exercises of each page, by level, in the book's order."""
    pages = dict.fromkeys(page for one in course.exercises for page in one.pages)
    own = {page: [name for name, (_, at) in on_pages.items() if at == page] for page in pages}
    rows = [f"| Page | {' | '.join(LEVEL_WORDS.values())} | On the page |", "|---|---|---|---|---|"]
    for page in sorted(pages, key=reading_order().index):
        levels = (_level(course, page, level) for level in LEVEL_WORDS)
        there = ", ".join(f"{{ref}}`{on_pages[name][0]} <{name}>`" for name in own[page])
        rows.append(f"| []({UP}{page}.md) | {' | '.join(levels)} | {there} |")
    return "\n".join([*_stacked(rows), ""])


def _stacked(rows: list[str]) -> list[str]:
    """Return the table as one whose cells stand below each other on a phone; see kdci.css."""
    return ["```{table}", ":class: kdci-stacked", "", *rows, "```"]


def _level(course: Course, page: str, level: str) -> str:
    """Return links to the exercises of a page on one level."""
    found = (one for one in course.exercises if page in one.pages and one.level == level)
    return ", ".join(f"{{ref}}`{one.title} <{label(one)}>`" for one in found)
