"""The sheets of the labs: a student's has the questions and neither answers nor the plan."""

import pytest

from kdci.classroom.leaks import leaks, secrets
from tests.book.checker import HTML
from tests.classroom.answers import COURSE
from tools.sheets import LABS, READERS, prepare, sheets

LONGEST = {"student": 2, "instructor": 4}
"""Pages of A4."""


def test_each_reader_gets_a_sheet_of_each_lab(browser):
    made = dict(sheets(browser))
    assert made.keys() == {f"{lab}-{reader}.pdf" for lab in LABS for reader in READERS}
    for name, content in made.items():
        assert content.startswith(b"%PDF-")
        assert content.count(b"/Type /Page\n") <= LONGEST[name.split("-")[2].removesuffix(".pdf")]


@pytest.mark.parametrize("lab", LABS)
def test_a_student_is_told_no_answer(browser, lab):
    source = HTML / "book" / "classroom" / f"{lab}.html"
    with browser.new_page() as page:
        prepare(page, source, "student")
        student = page.locator("article.bd-article").inner_text()
        prepare(page, source, "instructor")
        instructor = page.locator("article.bd-article").inner_text()
    for secret in ("Watch for", "Answers, for when you have your own"):
        assert secret in instructor
        assert secret not in student
    assert "Before you begin" in student
    answer = instructor.split("Answers, for when you have your own")[1].strip().splitlines()[0]
    assert len(answer) > 20
    assert answer not in student
    assert leaks(student, {told for one in COURSE.exercises for told in secrets(one)}) == set()
