"""Questions in a page: answered by keyboard alone, and folded where no script runs."""

from pathlib import Path

from kdci.classroom.quiz import read_quiz
from kdci.classroom.quiz_form import form

STATIC = Path(__file__).parents[2] / "book" / "static"
CHOICE = "Which?\n\n- [ ] This. :: It is too small.\n- [x] That. :: It fits."
NUMBER = "How many?\n\n- [= 39 +- 0.5] Seven more.\n- [~ 40] One too many."
PREDICTION = "What comes?\n\n- [?] More. :: It was less.\n- [?] Less. :: It was less indeed."


def content():
    """Return a page with a question of each kind, its style and its script."""
    sources = {"choice": CHOICE, "number": NUMBER, "prediction": PREDICTION}
    forms = "".join(form(name, read_quiz(name, source)) for name, source in sources.items())
    script = (STATIC / "quiz.js").read_text(encoding="utf-8")
    style = (STATIC / "quiz.css").read_text(encoding="utf-8")
    return f"<!doctype html><style>{style}</style><script>{script}</script>{forms}"


def said(page, kind):
    return page.locator(f"[data-kind={kind}] [role=status]").inner_text()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_question_is_answered_by_keyboard(browser):
    with browser.new_context(viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.set_content(content())
        press(page, "Tab", "Enter")
        assert said(page, "choice") == "Choose one first."
        press(page, "Space", "Enter")
        assert said(page, "choice") == "This. Not so. It is too small."
        press(page, "ArrowDown", "Enter")
        assert said(page, "choice") == "That. Right. It fits."
        press(page, "Tab", "Tab", "Tab")  # the button, the folded answer, the next question
        for written, words in (
            ("", "Write a number first."),
            ("forty", "Write a number first."),
            ("40", "40 Not so. One too many."),
            ("12", "Not so. Think again, or look at the answer."),
            ("39,5", "39 Right. Seven more."),
        ):
            press(page, "Control+A", "Delete")
            page.keyboard.type(written)
            press(page, "Enter")
            assert said(page, "number") == words
        press(page, "Tab", "Tab", "Tab", "Space", "ArrowDown", "Tab", "Enter")
        assert said(page, "prediction") == "Less. It was less indeed."
        assert page.locator("[data-kind=prediction] details").get_attribute("open") is not None
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_the_answer_is_folded(browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.set_content(content())
        assert page.locator("button:visible").count() == 0
        assert not page.get_by_text("Seven more.").is_visible()
        page.locator("[data-kind=number] summary").click()
        assert page.get_by_text("Seven more.").is_visible()
