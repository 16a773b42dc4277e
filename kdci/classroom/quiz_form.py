"""A question as a form in a page: it needs no kernel, and without scripts its answer is folded."""

from __future__ import annotations

from html import escape

from kdci.classroom.quiz import Option, Quiz

BUTTONS = {"choice": "Check", "number": "Check", "prediction": "That is my prediction"}
FOLDED = {"choice": "Answer", "number": "Answer", "prediction": "What happens"}
HEADS = {"choice": "Which?", "number": "Compute", "prediction": "Predict first"}


def form(name: str, quiz: Quiz) -> str:
    """Return the form of a question in HTML; ``book/static/quiz.js`` makes its button work.

    Args:
        name: unique in the page.
        quiz: the question.
    """
    said = "\n".join(_said(quiz.kind, index, option) for index, option in enumerate(quiz.options))
    return f"""<form class="kdci-quiz" data-kind="{quiz.kind}" method="dialog" autocomplete="off">
<fieldset>
<legend><strong>{HEADS[quiz.kind]}</strong> {_typeset(quiz.question)}</legend>
{_inputs(name, quiz)}
</fieldset>
<p hidden><button type="submit">{BUTTONS[quiz.kind]}</button></p>
<div role="status"></div>
<details><summary>{FOLDED[quiz.kind]}</summary>
<ul>
{said}
</ul>
</details>
</form>"""


def _typeset(text: str) -> str:
    """Return a text in HTML, with the apostrophes that the rest of the page has."""
    return escape(text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))


def _inputs(name: str, quiz: Quiz) -> str:
    if quiz.kind == "number":
        field = f'<input type="text" inputmode="decimal" name="{name}" size="8">'
        return f"<label>Your number: {field}</label>"
    return "\n".join(
        f'<label><input type="radio" name="{name}" value="{index}"> {_typeset(option.text)}</label>'
        for index, option in enumerate(quiz.options)
    )


def _said(kind: str, index: int, option: Option) -> str:
    """Return what is said of an answer; the script finds it by its value."""
    number = ""
    if kind == "number":
        number = f' data-number="{option.text}" data-tolerance="{option.tolerance:g}"'
    found = f' data-right="{str(option.right).lower()}"' if option.right is not None else ""
    verdict = f"<strong>{option.verdict}</strong> " if option.verdict else ""
    words = f"<em>{_typeset(option.text)}</em> {verdict}{_typeset(option.says)}"
    return f'<li data-value="{index}"{found}{number}>{words}</li>'
