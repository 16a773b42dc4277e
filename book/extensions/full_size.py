"""Every figure leads to its picture alone, in full size: one press on a phone, without a script.

In an SVG that is shown alone text can be searched and copied, and it stays sharp at any size. The
link has the class that Sphinx gives to a scaled picture's link to itself, which print leaves out.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

FIGURE = re.compile(r"<figure\b.*?</figure>", re.S)
PICTURE = re.compile(r'<img\b[^>]*?\bsrc="(?!data:)([^"]+)"[^>]*>')
LINKED = re.compile(r"<a\b[^>]*>\s*<img\b")


def linked(body: str) -> str:
    """Return a page's HTML in which each picture of a figure that links nowhere links to itself."""

    def link(figure: re.Match[str]) -> str:
        if LINKED.search(figure[0]):
            return figure[0]
        opening = r'<a class="reference internal image-reference" href="\1">'
        return PICTURE.sub(rf"{opening}\g<0></a>", figure[0])

    return FIGURE.sub(link, body)


def put(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Link the pictures of a page."""
    if "body" in context:
        context["body"] = linked(context["body"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("html-page-context", put)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
