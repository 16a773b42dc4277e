"""The plans of the labs fill the time that their pages promise, and Lab 2's names its exercises."""

import re

import pytest

from kdci.classroom.course import ROOT
from tests.prose import typed_metrics

LAB = 90
PAGES = ROOT / "book" / "classroom"


def plan(page):
    """Return the minutes of the steps of a page's plan."""
    _, table = page.split("| Minutes | What | Watch for |\n", 1)
    return [int(n) for n in re.findall(r"^\| (\d+) \|", table, re.M)]


@pytest.mark.parametrize("name", ["lab-1", "lab-2"])
def test_a_plan_takes_as_long_as_the_page_says(name):
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert sum(plan(page)) == LAB
    assert f"takes {LAB} minutes" in page


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_questions_are_asked_before_and_after(path):
    page = path.read_text(encoding="utf-8")
    assert typed_metrics(page) == []
    if path.stem.startswith("lab"):
        assert page.index("## Before you begin") < page.index("## For the instructor")
        assert re.search(r"^## (?:At the end|Afterwards)$", page, re.M)
