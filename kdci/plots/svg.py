"""Smaller SVG that looks the same, and names of losses as they are printed in the text."""

from __future__ import annotations

import base64
import re
from io import BytesIO

from PIL import Image

PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")

LOSS = re.compile(r"L_(ENC|DEC|TASK)([^<L]*)(?=[^<>]*</text>)")
"""A loss in a word of a figure, and what follows it."""


def lower_indices(text: str) -> str:
    """Return an SVG in which a loss has its name below the line, not behind an underscore."""
    return LOSS.sub(
        r'L<tspan dy="0.25em" style="font-size: 70%">\1</tspan><tspan dy="-0.175em">\2</tspan>',
        text,
    )


def compress_pictures(text: str) -> str:
    """Return an SVG whose PNG pictures have as few bits a pixel as they need, not 32."""
    return PICTURE.sub(lambda found: f"data:image/png;base64,{_compress(found[1])}", text)


def _compress(encoded: str) -> str:
    picture = Image.open(BytesIO(base64.b64decode(encoded))).convert("RGBA")
    written = BytesIO()
    _reduce(picture).save(written, "png", optimize=True)
    return base64.b64encode(written.getvalue()).decode()


def _reduce(picture: Image.Image) -> Image.Image:
    red, green, blue, opacity = picture.split()
    if opacity.getextrema() != (255, 255):
        return picture
    opaque = picture.convert("RGB")
    is_gray = red.tobytes() == green.tobytes() == blue.tobytes()
    colours = opaque.getcolors(16 if is_gray else 256)
    if colours:
        return opaque.quantize(len(colours), dither=Image.Dither.NONE)
    return red if is_gray else opaque
