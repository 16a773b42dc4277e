"""A page whose results were made by another state of the code says so under its title.

Its footer counts the runs of each state (`kdci.evidence.footer`); this reads the footer's row and
says the same where a reader begins. A page without a footer, or of today's code alone, stays as is.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from kdci.studies.state import CODES, TODAYS

CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
COUNT = re.compile(rf"({'|'.join(CODES)}): (\d+)")


def counts(doctree: nodes.document) -> dict[str, int]:
    """Return how many of a page's runs each state of the code has made."""
    found: dict[str, int] = dict.fromkeys(CODES, 0)
    for row in doctree.findall(nodes.row):
        cells = [cell.astext() for cell in row.findall(nodes.entry)]
        if len(cells) == 2 and cells[0] == "Made by":
            for code, number in COUNT.findall(cells[1].replace(CURLY, "'")):
                found[code] += int(number)
    return found


def note(found: dict[str, int]) -> nodes.container:
    """Return the sentence that stands under the title."""
    total, now = sum(found.values()), found[TODAYS]
    words = (
        f"This page draws from {total} runs. Today's state of the code made {now or 'none'} of "
        f"them, and earlier states made {total - now}. The footer has their commits. "
    )
    more = addnodes.pending_xref(
        "", refdomain="std", reftype="doc", reftarget="/book/provenance", refexplicit=True
    )
    more += nodes.inline("", "What this means")
    text = nodes.paragraph("", "", nodes.Text(words), more, nodes.Text("."))
    return nodes.container("", text, classes=["kdci-codes"])


def say(app: Sphinx, doctree: nodes.document) -> None:
    """Put the sentence under the title, if it is needed."""
    found = counts(doctree)
    if sum(found.values()) > found[TODAYS]:
        title = next(iter(doctree.findall(nodes.title)))
        section: Any = title.parent
        section.insert(section.index(title) + 1, note(found))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("doctree-read", say)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
