"""The book's page of a set: each exercise with its solution folded, and no number typed."""

import importlib
import re

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from kdci.classroom.page import label, page
from kdci.evidence.findings import findings
from tests.classroom.answers import COURSE
from tests.prose import typed_metrics
from tools.classroom import write_pages

sets = pytest.mark.parametrize("one", COURSE.sets, ids=lambda one: one.name)


@sets
def test_each_exercise_has_its_folded_solution(one):
    source = page(one)
    for exercise in one.exercises:
        assert source.count(f":label: {label(exercise)}\n") == 1
        assert source.count(f"{{solution-start}} {label(exercise)}\n:class: dropdown\n") == 1
    assert "BEGIN" not in source
    assert not re.search(r"# Mistake|Marking", source)


@sets
def test_no_number_is_typed_and_no_result_stated(one):
    assert typed_metrics(page(one)) == []
    assert findings(page(one)) == []


@sets
def test_its_code_cells_are_the_solutions_and_their_checks(one):
    cells = importlib.import_module("jupytext").reads(page(one), fmt="md:myst").cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    coding = [exercise for exercise in one.exercises if exercise.is_code]
    assert sum("ask.passed(" in source for source in code) == len(coding)
    assert not any("NotImplementedError" in source for source in code)


def _words(tokens):
    """Yield the text of tokens that is neither mathematics nor code."""
    for token in tokens:
        yield from _words(token.children or [])
        if token.type == "text":
            yield token.content


@sets
def test_no_dollar_of_a_formula_is_left_in_the_words(one):
    parser = MarkdownIt().use(dollarmath_plugin, allow_digits=False)
    for exercise in one.exercises:
        for cell in (cell for cell in exercise.cells if not cell.is_code):
            assert not [words for words in _words(parser.parse(cell.source)) if "$" in words]


def test_pages_are_written_once(tmp_path):
    write_pages(COURSE, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    write_pages(COURSE, tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    assert before.keys() == {
        "goals.md",
        "by-page.md",
        "times.md",
        "offline.md",
        *(f"{one.name}.md" for one in COURSE.sets),
    }
