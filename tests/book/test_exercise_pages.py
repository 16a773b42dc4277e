"""On a phone nothing of an exercise is cut off, and the title of a solution only folds it."""

import pytest

from tests.book.checker import SETTLE

PHONE = {"width": 390, "height": 844}
CUT = """() => {
    const end = document.querySelector(".bd-article").getBoundingClientRect().right;
    const wide = [...document.querySelectorAll(".bd-article .admonition pre")]
        .filter(code => code.scrollWidth > code.clientWidth + 1);
    const long = [...document.querySelectorAll(".bd-article :not(pre) > code")]
        .filter(code => code.getBoundingClientRect().right > end);
    return [...wide, ...long].map(code => code.textContent.slice(0, 60));
}"""
APART = """() => [...document.querySelectorAll(".bd-article span.math")].filter(formula => {
    const next = formula.nextSibling;
    if (!(next instanceof Text) || !/^[,.;:]/.test(next.data)) return false;
    const mark = document.createRange();
    mark.setStart(next, 0);
    mark.setEnd(next, 1);
    return mark.getBoundingClientRect().left < formula.getBoundingClientRect().left;
}).map(formula => formula.textContent)"""


@pytest.fixture(params=["lab-2", "more-code", "by-hand", "look"])
def exercises(request, browser, site):
    with browser.new_page(viewport=PHONE) as page:
        page.goto(f"{site}/book/exercises/{request.param}.html", wait_until="load")
        page.evaluate(SETTLE)
        yield page


def test_no_code_is_cut_off(exercises):
    assert exercises.evaluate(CUT) == []


def test_no_line_begins_with_the_comma_of_a_formula(exercises):
    assert exercises.evaluate(APART) == []


def test_the_title_of_a_solution_leads_nowhere(exercises):
    assert exercises.locator(".solution > .admonition-title").count() > 0
    assert exercises.locator(".solution > .admonition-title a").count() == 0
