"""All verdicts on one screen: a row a claim, with a small picture of its comparisons."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable

from kdci.evidence.markdown import markdown
from kdci.evidence.verdicts import Verdict
from kdci.plots.style import BLUE, VERMILION

WIDTH, HEIGHT = 150, 16
"""Of the picture [pixels]."""
SHOWN = {
    "agrees": f'fill="{BLUE}"',
    "none shown": 'fill="#d9d9d9"',
    "contradicts": f'fill="{VERMILION}"',
}
"""Look of a reading in the picture, from left to right."""


def overview(verdicts: Iterable[Verdict], folder: str = "") -> str:
    """Return a table in Markdown: claim, question, verdict, and a picture of all comparisons.

    Args:
        verdicts: on the claims.
        folder: where the pages of the claims lie, from the page that shows the table.
    """
    rows = [
        [
            f"[{verdict.claim.id}]({folder}{verdict.claim.id.lower()}.md)",
            verdict.claim.question,
            verdict.counted.replace(" of ", "\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}"),
            _image(verdict),
        ]
        for verdict in verdicts
    ]
    return markdown(["claim", "what is asked", "verdict (agree)", "all comparisons"], rows)


def strip(verdict: Verdict) -> str:
    """Return an SVG with a piece for each comparison that is there; those that agree come first."""
    counts = {reading: verdict.count(reading) for reading in SHOWN}
    each, left, parts = WIDTH / max(1, sum(counts.values())), 0.0, []
    gap = min(1.0, each / 8)
    for reading, count in counts.items():
        for _ in range(count):
            place = f'x="{left:.2f}" y="3" width="{each - gap:.2f}" height="{HEIGHT - 6}"'
            parts.append(f"<rect {place} {SHOWN[reading]}/>")
            left += each
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    size += ' style="background: white"'  # light grey would be lost on a page in dark mode
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _image(verdict: Verdict) -> str:
    """Return the picture as HTML that a table of Markdown can hold, with its text."""
    text = ", ".join(f"{verdict.count(reading)} {reading}" for reading in SHOWN)
    address = "data:image/svg+xml;base64," + b64encode(strip(verdict).encode()).decode()
    return f'<img class="dark-light" src="{address}" alt="{text}" width="{WIDTH}">'
