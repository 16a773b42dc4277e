"""A learning goal has pages that exist and exercises enough; the classroom's each serve one."""

import dataclasses
import re

import pytest

from kdci.classroom.contents import reading_order
from kdci.classroom.course import ROOT, on_pages
from kdci.classroom.exercise import LEVELS
from kdci.classroom.notebooks import LEVEL_WORDS
from kdci.classroom.page import label
from kdci.classroom.table import by_page, exercises, goals
from tests.classroom.answers import COURSE

FEWEST, FEWEST_IN_ALL = 3, 60
INSTRUMENTS = ("explore-", "draw-", "train-", "watch-")
ON_PAGES = on_pages()
TITLES = exercises(COURSE, ON_PAGES)


def labels(goal):
    return [name if name.startswith("ex-") else f"ex-{name}" for name in goal.exercises]


@pytest.mark.parametrize("goal", COURSE.goals, ids=lambda goal: goal.name)
def test_a_goal_has_pages_and_exercises(goal):
    assert [page for page in goal.pages if not (ROOT / f"{page}.md").is_file()] == []
    assert len(set(labels(goal)) & TITLES.keys()) >= FEWEST


def test_each_exercise_of_the_classroom_serves_a_goal():
    served = {name for goal in COURSE.goals for name in labels(goal)}
    assert {label(exercise) for exercise in COURSE.exercises} - served == set()


def test_there_are_sixty_exercises_from_one_source():
    assert len(COURSE.exercises) >= FEWEST_IN_ALL
    assert len(TITLES) == len(COURSE.exercises) + len(ON_PAGES)  # no label is there twice


def test_the_table_has_a_row_for_each_goal():
    table = goals(COURSE, ON_PAGES)
    assert [line.count("|") for line in table.splitlines() if line.startswith("|")] == [4] * (
        len(COURSE.goals) + 2
    )
    assert f"{len(TITLES)} exercises in all" in table


def test_an_exercise_that_does_not_exist_is_named():
    wrong = dataclasses.replace(COURSE.goals[0], exercises=("look-away",))
    with pytest.raises(ValueError, match=r"goal model.*\['ex-look-away'\]"):
        goals(dataclasses.replace(COURSE, goals=(wrong,)), ON_PAGES)


LEVEL = "|".join(LEVEL_WORDS.values())
HEAD = (
    r"^```\{exercise-start\}[^\n]*\n:label: %s\n```\n"
    rf"\*(?:{LEVEL})\. About \d+ minutes\. You need: .+\*\n\n\*\*Aim\.\*\* "
)


@pytest.mark.parametrize(("name", "page"), [(name, at) for name, (_, at) in ON_PAGES.items()])
def test_an_exercise_on_a_page_says_level_time_and_aim(name, page):
    source = (ROOT / f"{page}.md").read_text(encoding="utf-8")
    assert re.search(HEAD % re.escape(name), source, re.M)


LECTURES = sorted(ROOT.glob("notebooks/lectures/*.md"))
LIVE = [path for path in sorted(ROOT.glob("notebooks/*.md")) if path.stem.startswith(INSTRUMENTS)]
PAGES = [path.relative_to(ROOT).with_suffix("").as_posix() for path in [*LECTURES, *LIVE]]


@pytest.mark.parametrize("page", PAGES)
def test_each_lecture_and_each_instrument_has_exercises_on_all_levels(page):
    assert {one.level for one in COURSE.exercises if page in one.pages} == set(LEVELS)


def test_the_pages_of_exercises_exist():
    pages = {page for one in COURSE.exercises for page in one.pages}
    assert [page for page in pages if not (ROOT / f"{page}.md").is_file()] == []
    table = by_page(COURSE, ON_PAGES)
    assert all(f"[](../../{page}.md)" in table for page in pages)


def test_the_table_of_pages_is_in_the_order_of_the_book():
    listed = re.findall(r"^\| \[\]\(\.\./\.\./(\S+)\.md\)", by_page(COURSE, ON_PAGES), re.M)
    places = [reading_order().index(page) for page in listed]
    assert places == sorted(places)
