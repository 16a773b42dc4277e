"""Questions are read from Markdown, and what is wrong with one is named."""

import pytest

from kdci.classroom.quiz import answered, asked, read_quiz
from kdci.classroom.quiz_form import form

NUMBER = "How many?\n\n- [= 0.5 +- 0.1] A half.\n- [~ -2] The sign."
CHOICE = "Which?\n\n- [x] This. :: It fits.\n- [ ] That <b>. :: It does not."


def test_a_number_has_a_tolerance():
    quiz = read_quiz("one", NUMBER)
    assert (quiz.kind, quiz.options[0].tolerance) == ("number", 0.1)
    assert asked(quiz) == "**How many?**"
    assert "*-2* Not so. The sign." in answered(quiz)
    assert 'data-number="-2" data-tolerance="0"' in form("one", quiz)


def test_a_choice_shows_what_there_is_to_choose():
    quiz = read_quiz("one", CHOICE)
    assert asked(quiz) == "**Which?**\n\n- This.\n- That <b>."
    assert "That &lt;b&gt;." in form("one", quiz)
    assert "fits" not in asked(quiz)
    assert "<em>It\N{RIGHT SINGLE QUOTATION MARK}s.</em>" in form(
        "one", read_quiz("one", CHOICE.replace("This.", "It's."))
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (CHOICE.replace("[x]", "[ ]"), "one: a quiz has 0 right answers: must have one"),
        (CHOICE.replace("[ ]", "[x]"), "2 right answers"),
        (CHOICE.replace("[ ]", "[?]"), "must have two or more, all of one kind"),
        (CHOICE.replace(" ::", ""), "must be '- .x. text :: why'"),
        (CHOICE.replace("[x]", "[y]"), "must be '- .x. text :: why'"),
        (NUMBER.splitlines()[0], "a quiz with 0 items"),
        (CHOICE.replace("This", "$x$"), "must be plain words"),
    ],
)
def test_what_is_wrong_is_named(source, message):
    with pytest.raises(ValueError, match=message):
        read_quiz("one", source)
