"""The decoder: a U-Net with C image channels and a width multiplier E, its features by name."""

from __future__ import annotations

from kdci.diagrams.glyphs import brain
from kdci.diagrams.vocabulary import (
    CARD,
    INK,
    LOSS,
    MUTED,
    STUDENT,
    STUDENT_TINT,
    arrow,
    box,
    drawing,
    num,
    text,
)

WIDTH = 560
LEFT, RIGHT, MIDDLE = 150, 410, 280  # centres of the two arms and of the whole
TITLE = "The U-Net decoder and the features that distillation can match"
DESCRIPTION = (
    "A U-shaped chain of blocks. The back-projection, with C channels, enters at the top left. "
    "Three blocks go down, each at half the resolution of the one before: down0 with E b channels, "
    "down1 with 2 E b, down2 with 4 E b. The bottleneck has 8 E b channels at an eighth of the "
    "resolution. Three blocks go up again: up2 with 4 E b channels, up1 with 2 E b, up0 with E b. "
    "A skip connection leads from each down block to the up block of its resolution. At the top, a "
    "1 by 1 convolution returns to C channels and its output is added to the back-projection. "
    "A dot marks each named feature; the bottleneck's is filled: L_DEC matches it by default."
)
TOPS, TALL, THIN = (186, 342, 452, 542), 112, 20  # of the levels; size of down0
CHANNELS = ("*E b*", "2 *E b*", "4 *E b*", "8 *E b*")
RESOLUTIONS = [f"*H*{part} \u00d7 *W*{part}" for part in ("", "/2", "/4", "/8")]


def unet() -> str:
    """Return the drawing as SVG: what the paper's Figure 3 is about, drawn anew."""
    parts = [box(14, 14, WIDTH - 28, 692, CARD, "#e3ded2", 10, 1), *_ends()]
    for level in range(3):
        parts += _level(level)
    parts += [*_bottleneck(), *_legend(662)]
    return drawing("unet", (WIDTH, 720), TITLE, DESCRIPTION, parts)


def _dot(x: float, y: float, fill: str = CARD) -> str:
    look = f'fill="{fill}" stroke="{LOSS}" stroke-width="2.5"'
    return f'<circle cx="{num(x)}" cy="{num(y)}" r="6" {look}/>'


def _block(centre: float, level: int, fill: str = CARD) -> list[str]:
    """Return a block: as tall as its resolution, as wide as its channels, a dot at its corner."""
    width, height, top = THIN * 2**level, TALL / 2**level, TOPS[level]
    left = centre - width / 2
    bar = box(left, top, width, height, STUDENT_TINT, STUDENT, 3, 2)
    return [bar, _dot(left + width, top, fill)]


def _level(level: int) -> list[str]:
    """Return a level: its two blocks, their names, the skip connection, the way down and up."""
    half, top, height = THIN * 2**level / 2, TOPS[level], TALL / 2**level
    middle, below = top + height / 2, TOPS[level + 1]
    parts = [
        arrow([(LEFT + half + 4, middle), (RIGHT - half - 4, middle)]),
        text(MIDDLE, middle - 9, RESOLUTIONS[level], 17, fill=MUTED),
        text(MIDDLE, middle + 22, "skip", 17, fill=MUTED) if level == 0 else "",
    ]
    for x, side, anchor, name in ((LEFT, -1, "end", "down"), (RIGHT, 1, "start", "up")):
        beside = x + side * (half + 12)
        parts.append(text(beside, middle - 3, f"{name}{level}", anchor=anchor, bold=True))
        parts.append(text(beside, middle + 19, CHANNELS[level], 17, anchor, MUTED))
        parts += _block(x, level)
        inner = [(x, top + height + 4), (x, below - 4)]
        if level == 2:
            inner[1:] = [(x, below + 7), (MIDDLE + side * 84, below + 7)]
        parts.append(arrow(inner if x == LEFT else inner[::-1]))
    return parts


def _bottleneck() -> list[str]:
    below = TOPS[3] + TALL / 8
    return [
        *_block(MIDDLE, 3, LOSS),
        text(MIDDLE, below + 26, "bottleneck", bold=True),
        text(MIDDLE, below + 50, f"{CHANNELS[3]},  {RESOLUTIONS[3]}", 17, fill=MUTED),
    ]


def _ends() -> list[str]:
    """Return what enters and leaves, and the connection that adds the input to the output."""
    bottom, plus, top = 86, 124, TOPS[0]
    return [
        brain(LEFT - 28, 30, 56),
        text(LEFT - 40, 54, "*A*^{H}*y*", anchor="end", bold=True),
        text(LEFT - 40, 76, "*C*", 17, "end", MUTED),
        brain(RIGHT - 28, 30, 56),
        text(RIGHT + 40, 54, "*x\u0302*", anchor="start", bold=True),
        text(RIGHT + 40, 76, "*C*", 17, "start", MUTED),
        arrow([(LEFT, bottom + 4), (LEFT, top - 4)]),
        arrow([(LEFT, plus), (RIGHT - 18, plus)]),
        text(MIDDLE, plus - 9, "added to the output", 17, fill=MUTED),
        f'<circle cx="{RIGHT}" cy="{plus}" r="14" fill="{CARD}" stroke="{INK}" stroke-width="2"/>',
        text(RIGHT, plus + 7, "+", 22),
        arrow([(RIGHT, plus - 14), (RIGHT, bottom + 4)]),
        arrow([(RIGHT, top - 4), (RIGHT, plus + 17)]),
        text(RIGHT + 14, (top + plus) / 2 + 14, "1 \u00d7 1 conv", 17, "start", MUTED),
    ]


def _legend(top: float) -> list[str]:
    return [
        _dot(46, top - 6),
        text(62, top, "feature that *L*_{DEC} can match", 17, "start"),
        _dot(46, top + 20, LOSS),
        text(62, top + 26, "the one that it matches unless told otherwise", 17, "start"),
    ]
