"""End-to-end design against distillation: where losses are taken, whom their gradients reach."""

from __future__ import annotations

from kdci.diagrams.glyphs import LOOKS, brain, hourglass, mask, padlock
from kdci.diagrams.vocabulary import (
    CARD,
    LOSS,
    MUTED,
    arrow,
    box,
    drawing,
    pill,
    text,
)

WIDTH = 560
IMAGE, ENCODER, BACK, DECODER, OUTPUT = 26, 116, 226, 320, 478  # left edges
MASK, SIDE, NET = ENCODER + 30, 60, DECODER + 60  # centres of encoder and decoder; height
TITLE = "End-to-end design, knowledge distillation, and the student at inference"
DESCRIPTION = (
    "Three panels; in each, data flow from left to right: image x, encoder A, measurement y, "
    "back-projection, decoder M, reconstruction. End to end: the one loss, L_TASK, compares "
    "reconstruction and image, and its gradient reaches the encoder only through the whole "
    "decoder. Distillation: a frozen teacher sees the same image as the student; L_ENC compares "
    "the two encoders and its gradient goes straight to the student's encoder; L_DEC compares "
    "features of the two decoders and its gradient enters in the middle of the student's decoder; "
    "L_TASK is as before. At inference: the student alone, the same chain as in the first panel."
)


def distillation_losses() -> str:
    """Return the drawing as SVG: what the paper's Figure 2 is about, drawn anew."""
    parts = [*_end_to_end(14), *_distillation(284), *_inference(710)]
    return drawing("distillation-losses", (WIDTH, 904), TITLE, DESCRIPTION, parts)


def _card(top: float, height: float, title: str, subtitle: str) -> list[str]:
    return [
        box(14, top, WIDTH - 28, height, CARD, "#e3ded2", 10, 1),
        text(26, top + 32, title, 20, "start", bold=True),
        text(26, top + 56, subtitle, 17, "start", MUTED),
    ]


def _system(top: float, role: str, names: float, marks: str) -> list[str]:
    """Return encoder, back-projection and decoder, with their names at the height ``names``."""
    colour, tint, acceleration = LOOKS[role]
    middle = top + SIDE / 2
    return [
        box(ENCODER, top, SIDE, SIDE, tint, colour, 8, 2),
        mask(ENCODER + 6, top + 6, SIDE - 12, acceleration, colour),
        arrow([(ENCODER + SIDE + 4, middle), (BACK - 4, middle)]),
        text(BACK - 28, middle - 10, "*y*"),
        box(BACK, top + 8, SIDE, SIDE - 16, tint, colour, 8, 2),
        text(BACK + 30, middle + 6, f"*A*_{{{marks[0]}}}^{{H}}"),
        arrow([(BACK + SIDE + 4, middle), (DECODER - 4, middle)]),
        hourglass(DECODER, top, 120, SIDE, colour, colour),
        text(MASK, names, f"*A*_{{{marks[0]}}}"),
        text(NET, names, f"*M*_{{{marks[1]}}}"),
    ]


def _chain(top: float, marks: str = "ss") -> list[str]:
    """Return the student's whole chain, image to reconstruction."""
    middle, names = top + SIDE / 2, top + SIDE + 22
    return [
        brain(IMAGE, top + 2, 56),
        text(IMAGE + 28, names, "*x*"),
        arrow([(IMAGE + 60, middle), (ENCODER - 4, middle)]),
        *_system(top, "student", names, marks),
        arrow([(DECODER + 124, middle), (OUTPUT - 4, middle)]),
        brain(OUTPUT, top + 2, 56),
        text(OUTPUT + 28, names, "*x\u0302*"),
    ]


def _task(names: float) -> list[str]:
    """Return L_TASK, between image and reconstruction, and its gradient through the decoder."""
    left, right, level = IMAGE + 28, OUTPUT + 28, names + 62
    bracket = [(left, names + 12), (left, level), (right, level), (right, names + 12)]
    return [
        arrow(bracket, LOSS, ends=0),
        pill(NET, level, "*L*_{TASK}", 84),
        arrow([(NET, level - 16), (NET, names + 10)], LOSS, 3.5, dashed=True),
        arrow([(NET - 26, names - 5), (MASK + 26, names - 5)], LOSS, 1.4, dashed=True),
    ]


def _end_to_end(top: float) -> list[str]:
    names = top + 76 + SIDE + 22
    return [
        *_card(top, 258, "End to end", "one loss, a long way from the encoder"),
        *_chain(top + 76, "ΦΘ"),
        *_task(names),
        text(BACK + 30, names + 18, "gradient", 17, fill=MUTED),
    ]


def _distillation(top: float) -> list[str]:
    teacher, student, fork = top + 98, top + 244, IMAGE + 74
    parts = [
        *_card(top, 414, "Distillation", "two more losses, close to what they teach"),
        *_system(teacher, "teacher", teacher - 12, "tt"),
        text(DECODER + 130, teacher + 24, "teacher", anchor="start", bold=True),
        padlock(DECODER + 130, teacher + 34),
        text(DECODER + 150, teacher + 50, "frozen", anchor="start"),
        *_chain(student),
        arrow([(fork, student + 30), (fork, teacher + 30), (ENCODER - 4, teacher + 30)]),
        *_task(student + SIDE + 22),
    ]
    for x, gap, name in ((MASK, 2, "*L*_{ENC}"), (NET, 20, "*L*_{DEC}")):
        middle = (teacher + SIDE + student) / 2
        parts.append(arrow([(x, teacher + SIDE + 2 - gap), (x, middle - 16)], LOSS, ends=0))
        parts.append(arrow([(x, middle + 16), (x, student - 2 + gap)], LOSS, 3.5, dashed=True))
        parts.append(pill(x, middle, name))
    return parts


def _inference(top: float) -> list[str]:
    return [
        *_card(top, 180, "At inference", "the student alone, as cheap as end to end"),
        *_chain(top + 76),
    ]
