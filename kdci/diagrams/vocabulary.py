"""The few words that our drawings are made of: text, boxes, arrows, and the page around them.

Each function returns a piece of SVG. Lengths are in user units; a drawing is about 560 wide, so
that text of 18 units still reads well on a phone. Colours are those of Okabe and Ito, which
colour-blind readers can tell apart; no meaning hangs on a colour alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

INK, MUTED, LINE, PAPER, CARD = "#1f2933", "#4a5763", "#66727e", "#f6f3ec", "#ffffff"
STUDENT, STUDENT_TINT = "#0072b2", "#dcecf6"
TEACHER, TEACHER_TINT = "#d55e00", "#fbe6d8"
LOSS, LOSS_TINT = "#009e73", "#d9f0e8"

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
SIZE = 18

Point = tuple[float, float]

_RUN = re.compile(
    r"\*(?P<italic>[^*]+)\*|_\{(?P<sub>[^}]*)\}|\^\{(?P<sup>[^}]*)\}|(?P<plain>[^*_^]+)"
)
_SHIFT = {"sub": 0.22, "sup": -0.36}


def num(value: float) -> str:
    """Return a coordinate with at most two decimals, written the same on every machine."""
    return f"{round(value, 2) + 0.0:g}"


def rich(content: str, size: float = SIZE) -> str:
    """Return text with ``*italics*``, ``_{subscripts}`` and ``^{superscripts}`` as tspans."""
    spans, level = [], 0.0
    for match in _RUN.finditer(content):
        style = str(match.lastgroup)
        wanted = _SHIFT.get(style, 0.0) * size
        shift = f' dy="{num(wanted - level)}"' if wanted != level else ""
        slant = ' font-style="italic"' if style == "italic" else ""
        small = f' font-size="{num(0.78 * size)}"' if style in _SHIFT else ""
        words = escape(match[style])
        spans.append(
            f"<tspan{shift}{slant}{small}>{words}</tspan>" if shift + slant + small else words
        )
        level = wanted
    return "".join(spans)


def text(
    x: float,
    y: float,
    content: str,
    size: float = SIZE,
    anchor: str = "middle",
    fill: str = INK,
    bold: bool = False,
) -> str:
    """Return text whose baseline is at ``y``; ``anchor`` is start, middle or end."""
    weight = ' font-weight="600"' if bold else ""
    place = f'x="{num(x)}" y="{num(y)}" text-anchor="{anchor}"'
    return (
        f'<text {place} font-size="{num(size)}" fill="{fill}"{weight}>{rich(content, size)}</text>'
    )


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str = CARD,
    stroke: str = LINE,
    radius: float = 8,
    line: float = 1.5,
) -> str:
    """Return a rectangle with rounded corners and its top left at (x, y)."""
    place = f'x="{num(x)}" y="{num(y)}" width="{num(width)}" height="{num(height)}"'
    look = f'rx="{num(radius)}" fill="{fill}" stroke="{stroke}" stroke-width="{num(line)}"'
    return f"<rect {place} {look}/>"


def polygon(points: Sequence[Point], fill: str, stroke: str = "none", line: float = 1.5) -> str:
    """Return a closed shape with slightly rounded corners."""
    path = " ".join(f"{num(x)},{num(y)}" for x, y in points)
    look = f'fill="{fill}" stroke="{stroke}" stroke-width="{num(line)}" stroke-linejoin="round"'
    return f'<polygon points="{path}" {look}/>'


def arrow(
    points: Sequence[Point],
    colour: str = LINE,
    line: float = 2,
    dashed: bool = False,
    ends: int = 1,
) -> str:
    """Return a line along ``points`` with a head at its last one (or at both ends, or at none)."""
    points, heads = list(points), []
    for end in range(ends):
        tip, before = (points[-1], points[-2]) if end == 0 else (points[0], points[1])
        angle = math.atan2(tip[1] - before[1], tip[0] - before[0])
        length, half = 5 + 2.5 * line, 2.5 + 1.25 * line
        cos, sin = math.cos(angle), math.sin(angle)
        base = (tip[0] - length * cos, tip[1] - length * sin)
        sides = [(base[0] - s * half * sin, base[1] + s * half * cos) for s in (1, -1)]
        heads.append(polygon([tip, *sides], colour))
        points[-1 if end == 0 else 0] = base
    path = "M" + " L".join(f"{num(x)} {num(y)}" for x, y in points)
    dash = ' stroke-dasharray="6 5"' if dashed else ""
    look = f'fill="none" stroke="{colour}" stroke-width="{num(line)}" stroke-linejoin="round"{dash}'
    return f'<path d="{path}" {look}/>' + "".join(heads)


def pill(x: float, y: float, content: str, width: float = 74, height: float = 32) -> str:
    """Return the name of a loss on a rounded label centred at (x, y)."""
    label = box(x - width / 2, y - height / 2, width, height, LOSS_TINT, LOSS, height / 2)
    return label + text(x, y + 5.5, content, bold=True)


def drawing(name: str, size: Point, title: str, description: str, parts: Sequence[str]) -> str:
    """Return a whole SVG: title and description for all readers, a light panel, then ``parts``."""
    width, height = map(num, size)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" aria-labelledby="{name}-title {name}-desc"'
        f' font-family="{FONT}">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-desc">{escape(description)}</desc>',
        box(1, 1, size[0] - 2, size[1] - 2, PAPER, "#e3ded2", 16, 1),
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
