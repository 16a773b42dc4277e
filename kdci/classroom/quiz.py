"""A question that a browser answers: a choice, a number, or a prediction before the reveal.

It is a list in Markdown. What an item is, its box says:

``- [x] text :: why``
    a choice that is right; ``- [ ]``: one that is not.
``- [= 39] why``
    a number that is right, or ``[= 0.5 +- 0.1]`` with a tolerance; ``[~ 40] why``: a typical one
    that is not.
``- [?] text :: why``
    a prediction; none is marked as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

ITEM = re.compile(r"^- \[(?P<box>[^\]]+)\] (?P<rest>.+)$")
NUMBER = re.compile(r"^(?P<sign>[=~]) (?P<value>-?[\d.]+)(?: \+- (?P<tolerance>[\d.]+))?$")
KINDS = {" ": "choice", "x": "choice", "?": "prediction"}
SEPARATOR = " :: "


@dataclass(frozen=True)
class Option:
    """What somebody may answer.

    Args:
        text: the answer, as it is shown; a number in digits.
        says: what is said to who gives it.
        right: whether it is right; None for a prediction.
        tolerance: how far a number may be away.
    """

    text: str
    says: str
    right: bool | None
    tolerance: float = 0.0

    @property
    def verdict(self) -> str:
        """The verdict in one word; none for a prediction."""
        return {True: "Right.", False: "Not so.", None: ""}[self.right]


@dataclass(frozen=True)
class Quiz:
    """A question, its kind, and what may be answered."""

    question: str
    kind: str
    options: tuple[Option, ...]


def read_quiz(name: str, source: str) -> Quiz:
    """Read a question from its cell.

    Args:
        name: the exercise's, for messages.
        source: the cell.

    Raises:
        ValueError: if an item is of no known kind, kinds are mixed, there are fewer than two
            items, a formula is in it, or not one of a choice or of the numbers is right.
    """
    words = [line for line in source.splitlines() if not line.startswith("- [")]
    items = [_item(name, line) for line in source.splitlines() if line.startswith("- [")]
    kinds, options = {kind for kind, _ in items}, [option for _, option in items]
    if "$" in source:
        raise ValueError(f"{name}: a quiz has a formula: must be plain words")
    if len(kinds) != 1 or len(options) < 2:
        found = f"{name}: a quiz with {len(options)} items of the kinds {sorted(kinds)}"
        raise ValueError(f"{found}: must have two or more, all of one kind")
    (kind,) = kinds
    right = sum(option.right is True for option in options)
    if kind != "prediction" and right != 1:
        raise ValueError(f"{name}: a quiz has {right} right answers: must have one")
    return Quiz(" ".join(words).strip(), kind, tuple(options))


def _item(name: str, line: str) -> tuple[str, Option]:
    match = ITEM.match(line)
    box = match["box"] if match else ""
    rest = match["rest"] if match else ""
    if number := NUMBER.match(box):
        tolerance = float(number["tolerance"] or 0)
        return "number", Option(number["value"], rest, number["sign"] == "=", tolerance)
    text, separator, says = rest.partition(SEPARATOR)
    if box not in KINDS or not separator:
        wanted = "'- [x] text :: why', '- [ ] ...', '- [?] ...', '- [= 1] why' or '- [~ 1] why'"
        raise ValueError(f"{name}: an item of a quiz, {line!r}: must be {wanted}")
    return KINDS[box], Option(text, says, None if box == "?" else box == "x")


def asked(quiz: Quiz) -> str:
    """Return a question as a student's notebook has it, in Markdown: without any answer."""
    shown = [] if quiz.kind == "number" else [f"- {option.text}" for option in quiz.options]
    return "\n".join([f"**{quiz.question}**", "", *shown]).rstrip()


def answered(quiz: Quiz) -> str:
    """Return the answers to a question, in Markdown."""
    return "\n".join(f"- *{one.text}* {one.verdict} {one.says}" for one in quiz.options)


def hidden_words(quizzes: Sequence[Quiz]) -> list[str]:
    """Return what a student must not see of some questions."""
    return [option.says for quiz in quizzes for option in quiz.options]
