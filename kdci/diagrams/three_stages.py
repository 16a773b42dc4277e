"""The idea in one picture: relax, optimise, transfer; then the student works alone."""

from __future__ import annotations

from kdci.diagrams.glyphs import brain, padlock, system
from kdci.diagrams.vocabulary import (
    CARD,
    INK,
    LOSS,
    MUTED,
    Point,
    arrow,
    box,
    drawing,
    num,
    pill,
    text,
)

WIDTH = 560
IN, SYSTEM, OUT = 178, 263, 470  # left edges of image, system and reconstruction
CENTRE = SYSTEM + 75
TITLE = "Knowledge distillation for a computational imaging system, in three stages"
DESCRIPTION = (
    "Four rows. 1, Relax: the student, an encoder with few samples and a decoder, is copied, and "
    "the copy's constraint is loosened, which gives the teacher, whose encoder takes more samples. "
    "2, Optimise: the teacher is trained end to end, with the loss L_TASK between image and "
    "reconstruction, and then frozen. 3, Transfer: teacher and student see the same image; L_ENC "
    "links the two encoders, L_DEC the two decoders, and L_TASK compares the student's "
    "reconstruction with the image. In use, the student reconstructs images alone; the teacher is "
    "gone."
)


def three_stages() -> str:
    """Return the drawing as SVG: what the paper's Figure 1 is about, drawn anew."""
    parts = [*_relax(14), *_optimise(180), *_transfer(356), *_use(696)]
    return drawing("three-stages", (WIDTH, 848), TITLE, DESCRIPTION, parts)


def _row(top: float, height: float, mark: str, word: str, *lines: str) -> list[str]:
    """Return a row's card, its number and word, and a few lines of what happens in it."""
    parts = [box(14, top, WIDTH - 28, height, CARD, "#e3ded2", 10, 1)]
    if mark:
        parts.append(f'<circle cx="38" cy="{num(top + 28)}" r="14" fill="{INK}"/>')
        parts.append(text(38, top + 34, mark, fill=CARD, bold=True))
    parts.append(text(60 if mark else 26, top + 35, word, 21, "start", bold=True))
    for index, line in enumerate(lines):
        parts.append(text(26, top + 64 + 22 * index, line, 17, "start", MUTED))
    return parts


def _pass(top: float, role: str, name: Point | None = None) -> list[str]:
    """Return image, system and reconstruction from left to right; 76 high."""
    middle = top + 38
    return [
        brain(IN, top + 10, 56),
        arrow([(IN + 60, middle), (SYSTEM - 4, middle)]),
        system(SYSTEM, top, role, name),
        arrow([(SYSTEM + 154, middle), (OUT - 4, middle)]),
        brain(OUT, top + 10, 56),
    ]


def _task(top: float, depth: float = 38) -> list[str]:
    """Return the task loss, which compares the two images that end at ``top``."""
    left, right, level = IN + 28, OUT + 28, top + depth
    bracket = [(left, top + 6), (left, level), (right, level), (right, top + 6)]
    return [arrow(bracket, LOSS, ends=0), pill(CENTRE, level, "*L*_{TASK}", 84)]


def _relax(top: float) -> list[str]:
    student, teacher, middle, below = 168, OUT - 88, top + 76, top + 138
    return [
        *_row(top, 154, "1", "Relax", "loosen the", "constraint on", "the encoder"),
        system(student, top + 38, "student"),
        text(student + 2, below, "few samples", 17, "start", MUTED),
        arrow([(student + 154, middle), (teacher - 4, middle)]),
        text((student + 150 + teacher) / 2, middle - 12, "copy", 17, fill=MUTED),
        system(teacher, top + 38, "teacher"),
        text(teacher + 2, below, "more samples", 17, "start", MUTED),
    ]


def _optimise(top: float) -> list[str]:
    return [
        *_row(top, 164, "2", "Optimise", "train the", "teacher end", "to end; then", "freeze it"),
        *_pass(top + 34, "teacher"),
        *_task(top + 100),
    ]


def _transfer(top: float) -> list[str]:
    teacher, student = top + 34, top + 166
    fork, beside = IN + 73, SYSTEM + 162
    parts = [
        *_row(top, 328, "3", "Transfer", "train the", "student as", "the teacher", "looks on"),
        system(SYSTEM, teacher, "teacher", (beside, teacher + 32)),
        padlock(beside, teacher + 42),
        text(beside + 20, teacher + 58, "frozen", anchor="start"),
        arrow([(fork, student + 38), (fork, teacher + 38), (SYSTEM - 4, teacher + 38)]),
        *_pass(student, "student", (SYSTEM + 2, student + 96)),
        *_task(student + 66, 66),
    ]
    for x, name in ((SYSTEM + 38, "*L*_{ENC}"), (SYSTEM + 108, "*L*_{DEC}")):
        parts.append(arrow([(x, teacher + 70), (x, student + 6)], LOSS))
        parts.append(pill(x, teacher + 104, name, 66))
    return parts


def _use(top: float) -> list[str]:
    return [
        *_row(top, 136, "", "In use", "the student", "works alone"),
        *_pass(top + 38, "student"),
    ]
