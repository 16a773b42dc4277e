"""Whether a student's file tells a solution: in its text, outputs or metadata, or nearly so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any

from kdci.classroom import regions
from kdci.classroom.exercise import Exercise
from kdci.classroom.quiz import hidden_words

LONGEST = 20
"""Characters that a line of a solution may have without being one that gives the answer away."""
NEAR = 0.85
"""From which share of equal characters on a line counts as a copy."""
SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n")


def bare(line: str) -> str:
    """Return a line without white space, marks of comments, and the difference of cases."""
    return re.sub(r"\s+", "", line).lstrip("#>*-").lower()


def secrets(exercise: Exercise) -> set[str]:
    """Return what a student must not see: lines of solutions and marking notes, made bare."""
    code = regions.hidden(exercise.text("answer", "check")).splitlines()
    told = [exercise.text("solution", "marking"), *hidden_words(exercise.quizzes)]
    words = SENTENCE.split("\n".join(told))
    return {bare(line) for line in (*code, *words) if len(line.strip()) > LONGEST}


def strings(content: Any) -> Iterator[str]:
    """Yield every string of a notebook, names in its metadata included."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield str(key)
            yield from strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from strings(value)


def leaks(content: Any, told: Iterable[str]) -> set[str]:
    """Return which secrets a file tells.

    Args:
        content: a notebook, or the text of another file.
        told: what must not be told; see `secrets`.
    """
    texts = list(strings(content))
    everything = [bare(text) for text in texts]
    lines = {bare(line) for text in texts for line in text.splitlines()}
    lines = {line for line in lines if len(line) > LONGEST // 2}
    return {
        secret
        for secret in told
        if any(secret in text for text in everything) or any(_near(secret, one) for one in lines)
    }


def _near(secret: str, line: str) -> bool:
    shorter, longer = sorted((len(secret), len(line)))
    if 2 * shorter < NEAR * (shorter + longer):
        return False
    matcher = SequenceMatcher(None, secret, line, autojunk=False)
    return matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR
