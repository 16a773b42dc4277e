"""What others show of a page: its description for a search, its Open Graph card for a link to it.

A page's description is its question, or else its first paragraph. All pages share one picture,
which the build makes of the book's own figure on the start page. The address is given where it is
known, see `publication`: on one's own disk a book has none, and the picture is named from the page.
"""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
from docutils import nodes
from matplotlib.figure import Figure
from PIL import Image
from publication import address
from sphinx.application import Sphinx
from sphinx.errors import ConfigError

PICTURE = "_static/card.png"
SIZE, DOTS = (1200, 630), 100
"""What those who show cards ask for [pixels], and dots an inch."""
ALT = "A mask that a student has learned, and the image of a brain that is made with it."
LONGEST = 200
QUESTION = "The question."


def description(doctree: nodes.document, title: str) -> str:
    """Return a page's question, or its first paragraph, on one line; at most `LONGEST` letters."""
    found = [p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section)]
    texts = [" ".join(paragraph.astext().split()) for paragraph in found]
    questions = [one.removeprefix(QUESTION).strip() for one in texts if one.startswith(QUESTION)]
    text = next(iter([*questions, *filter(None, texts)]), title)
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"


def tags(page: str, title: str, said: str, site: str, picture: str) -> str:
    """Return a page's tags.

    Args:
        page: its address within the book.
        title: of the page.
        said: its description.
        site: address of the book, with a slash at its end; empty if it has none.
        picture: its address from the page, for a book without an address.
    """
    card = {
        "og:type": "article",
        "og:title": title,
        "og:description": said,
        "og:image": f"{site}{PICTURE}" if site else picture,
        "og:image:alt": ALT,
        "og:image:width": str(SIZE[0]),
        "og:image:height": str(SIZE[1]),
    }
    card |= {"og:url": f"{site}{page}"} if site else {}
    lines = [f'<meta name="description" content="{escape(said)}">']
    lines += [f'<meta property="{name}" content="{escape(value)}">' for name, value in card.items()]
    return "\n".join(["", *lines, ""])


def put(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Put a page's tags into its head, if it has a source."""
    if doctree is not None:
        title = app.env.titles[pagename].astext()
        site = address(os.environ.get("KDCI_REPOSITORY", ""))
        picture = context["pathto"](PICTURE, resource=True)
        said = description(doctree, title)
        page = app.builder.get_target_uri(pagename)
        context["metatags"] = context.get("metatags", "") + tags(page, title, said, site, picture)


def draw(title: str, subtitle: str, picture: Path) -> Figure:
    """Return the card: the title above, and the book's figure below it."""
    with mpl.rc_context({"font.size": 20}):
        card = Figure(figsize=(SIZE[0] / DOTS, SIZE[1] / DOTS), dpi=DOTS, facecolor="#10151c")
        card.text(0.04, 0.88, title, size=40, weight="bold", color="white", va="center")
        card.text(0.04, 0.77, subtitle, color="#c9d4e0", va="center")
        axes = card.add_axes((0.04, 0.06, 0.92, 0.62))
        axes.imshow(Image.open(picture), cmap="gray", interpolation="nearest")
        axes.set_anchor("W")
        axes.set_axis_off()
        said = "One measurement\nin eight:\nwhich one?"
        card.text(0.72, 0.37, said, size=24, color="white", va="center", linespacing=1.6)
    return card


def write(app: Sphinx) -> None:
    """Write the card's picture beside the pages."""
    picture = Path(app.confdir or app.srcdir) / app.config.card_figure
    if not picture.is_file():
        raise ConfigError(f"card_figure={app.config.card_figure!r}: no such file: run make book")
    target = Path(app.outdir) / PICTURE
    target.parent.mkdir(parents=True, exist_ok=True)
    title, _, subtitle = app.config.html_title.partition(": ")
    draw(title, subtitle, picture).savefig(target, metadata={"Software": None})


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_config_value("card_figure", "book/static/start/still.png", "html")
    app.connect("builder-inited", write)
    app.connect("html-page-context", put)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
