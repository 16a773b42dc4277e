"""Small pictures that stand for things: an image, a sampling mask, a U-Net, a system, a padlock."""

from __future__ import annotations

import math
import random

from kdci.diagrams.vocabulary import (
    CARD,
    INK,
    LINE,
    STUDENT,
    STUDENT_TINT,
    TEACHER,
    TEACHER_TINT,
    Point,
    box,
    num,
    polygon,
    text,
)

CELLS = 12
LOOKS = {"student": (STUDENT, STUDENT_TINT, 8), "teacher": (TEACHER, TEACHER_TINT, 4)}
"""Colour, tint and acceleration factor of each role's mask, as drawn."""


def mask(x: float, y: float, side: float, acceleration: int, colour: str) -> str:
    """Return a k-space mask with exactly CELLS^2 / acceleration samples, dense in the middle."""
    middle, draw = CELLS // 2, random.Random(3)
    distance = [math.hypot(i // CELLS - middle, i % CELLS - middle) for i in range(CELLS**2)]
    rank = [(r + 0.4) * draw.uniform(0.25, 1.75) for r in distance]
    chosen = sorted(range(CELLS**2), key=rank.__getitem__)[: round(CELLS**2 / acceleration)]
    step = side / CELLS
    dots = "".join(
        f"M{num(x + step * (cell % CELLS))} {num(y + step * (cell // CELLS))}"
        f"h{num(step)}v{num(step)}h-{num(step)}z"
        for cell in sorted(chosen)
    )
    return box(x, y, side, side, CARD, LINE, 2, 1) + f'<path d="{dots}" fill="{colour}"/>'


def hourglass(x: float, y: float, width: float, height: float, fill: str, stroke: str) -> str:
    """Return the outline of a U-Net: wide at its input and output, narrow in the middle."""
    left, middle, right = x, x + width / 2, x + width
    top, bottom, inset = y, y + height, 0.3 * height
    corners = [(left, top), (middle, top + inset), (right, top)]
    corners += [(right, bottom), (middle, bottom - inset), (left, bottom)]
    return polygon(corners, fill, stroke)


def brain(x: float, y: float, side: float) -> str:
    """Return a toy image: a few ellipses on black."""
    ellipses = [  # centre, radii, rotation [degrees], grey
        (0.5, 0.5, 0.35, 0.43, 0, "#e9e9e9"),
        (0.5, 0.5, 0.31, 0.39, 0, "#7d858c"),
        (0.39, 0.52, 0.07, 0.17, 14, "#20262b"),
        (0.61, 0.52, 0.07, 0.17, -14, "#20262b"),
        (0.5, 0.27, 0.11, 0.08, 0, "#c3c8cc"),
        (0.5, 0.79, 0.05, 0.04, 0, "#c3c8cc"),
    ]
    parts = [box(x, y, side, side, "#0b0e11", LINE, 4, 1)]
    for right, down, rx, ry, turn, grey in ellipses:
        cx, cy = x + right * side, y + down * side
        parts.append(
            f'<ellipse cx="{num(cx)}" cy="{num(cy)}" rx="{num(rx * side)}" ry="{num(ry * side)}"'
            f' transform="rotate({turn} {num(cx)} {num(cy)})" fill="{grey}"/>'
        )
    return "".join(parts)


def padlock(x: float, y: float, colour: str = INK) -> str:
    """Return a closed padlock, 14 wide and 18 high, with its top left at (x, y)."""
    shackle = f"M{num(x + 3)} {num(y + 9)}v-4a4 4 0 0 1 8 0v4"
    arc = f'<path d="{shackle}" fill="none" stroke="{colour}" stroke-width="2"/>'
    return arc + box(x, y + 8, 14, 10, colour, "none", 2, 0)


def system(x: float, y: float, role: str, name: Point | None = None) -> str:
    """Return a system, 150 x 76: mask and decoder in a frame, its role above or at ``name``."""
    colour, tint, acceleration = LOOKS[role]
    at = name or (x + 2, y - 8)
    return "".join(
        (
            text(*at, role, anchor="start", bold=True),
            box(x, y, 150, 76, tint, colour, 10, 2),
            mask(x + 12, y + 12, 52, acceleration, colour),
            hourglass(x + 78, y + 12, 60, 52, colour, colour),
        )
    )
