"""The kinds of page, and what a page of each kind owes its reader.

Exceptions, by rule: what is looked up is not read from end to end, so a page of reference says only
what one finds there; a lab is done, and its reader writes down what to remember; pages of exercises
are made of exercises, and each of these says its own level, time and aim (tests/classroom); the
start page asks the question of the whole book. An evidence page holds every comparison: it may be
long, and what to remember stands in the box "In short" where one begins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch

ANY = 10**6
QUESTION = {"question": r"^\*\*The question\.\*\* .*\?"}
FIRST = {
    **QUESTION,
    "reading time": r"^\*\*Reading time:\*\* \d+ minutes?\.",
    "what to know before": r"^\*\*What you should know:\*\* .*(?:\]\(|\{term\})",
}
REMEMBER = {"what to remember": r"^## What to remember$"}
EVIDENCE_LINK = {"evidence": r"^## Where the evidence is\n\n.*\]\("}
EXERCISE_PART = {"exercise": r"^`{3}\{exercise-start\}"}


@dataclass(frozen=True)
class Shape:
    """What a page of a kind has.

    Args:
        kind: its name.
        words: how many at most.
        figures: how many at least and at most.
        parts: patterns of whole lines, by what is missing where there is no such line.
        opening: words of its first paragraph, at most.
    """

    kind: str
    words: int = ANY
    figures: tuple[int, int] = (0, ANY)
    parts: Mapping[str, str] = field(default_factory=dict)
    opening: int = ANY


LECTURE = Shape(
    "lecture",
    1200,
    (1, 6),
    {
        **FIRST,
        "worked example": r"^## A worked example",
        **REMEMBER,
        "what to try": r"^## What to try\n\n- [^#]*?\]\(",
        **EVIDENCE_LINK,
    },
)
METHOD = Shape("method", 1200, (1, 6), {**FIRST, **REMEMBER})
INSTRUMENT = Shape(
    "instrument",
    900,
    (1, 6),
    {
        **FIRST,
        **REMEMBER,
        **EXERCISE_PART,
        "link to the evidence": r"\]\((?:mri|spc|cassi|noise)\.md\)",
    },
)
FIGURE = Shape(
    "figure",
    300,
    (1, 2),
    {
        **FIRST,
        **REMEMBER,
        "link to a lecture or to the evidence": r"\]\(\.\./(?:lectures/)?[\w-]+\.md\)",
        "command with other parameters": r"`kdci notebook run [\w-]+ -p ",
        "command that makes its numbers": r'"make reproduce FIGURE=fig-',
    },
)
OVERVIEW = Shape("overview", 1000, (0, 3), {**FIRST, **REMEMBER, **EXERCISE_PART})
CLAIM = Shape(
    "claim",
    800,
    (1, 3),
    {
        **FIRST,
        "what the paper says": r"^## What the paper says$",
        "what is compared": r"^## What we compare, and why$",
        "what was found": r"^## What we found$",
        "what could change it": r"^## What could change it$",
        **REMEMBER,
        "exercise": r"^## An exercise$",
        **EVIDENCE_LINK,
    },
)
EVIDENCE = Shape(
    "evidence",
    figures=(1, ANY),
    parts={
        **FIRST,
        "what to remember": r"^`{3}\{admonition\} In short$",
        **EXERCISE_PART,
        "where the numbers come from": r"^## Where the numbers come from$",
    },
)
LAB = Shape(
    "lab", 800, (0, 6), {**FIRST, "end": r"^## (?:At the end|Afterwards|What to remember)$"}
)
REFERENCE = Shape("reference", opening=60)
EXERCISES = Shape("exercises", opening=60)
START = Shape("start", 800, (1, 2), QUESTION)
KINDS = {
    "notebooks/lectures/*": LECTURE,
    "notebooks/figures/*": FIGURE,
    "notebooks/claims/*": CLAIM,
    "notebooks/explore-*": INSTRUMENT,
    "notebooks/draw-*": INSTRUMENT,
    "notebooks/watch-*": INSTRUMENT,
    "notebooks/train-*": INSTRUMENT,
    "notebooks/verdicts": OVERVIEW,
    "notebooks/primaries": OVERVIEW,
    "notebooks/studies": LAB,
    "notebooks/*": EVIDENCE,
    "book/method/*": METHOD,
    "book/classroom/lab-*": LAB,
    "book/exercises/*": EXERCISES,
    "book/intro": START,
    "book/*": REFERENCE,
}
"""By pattern of a page's path in the table of contents; the first that fits counts."""


def shape_of(page: str) -> Shape:
    """Return the shape of a page of the table of contents, such as "notebooks/lectures/kspace"."""
    return next(shape for pattern, shape in KINDS.items() if fnmatch(page, pattern))
