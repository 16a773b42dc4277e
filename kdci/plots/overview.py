"""All verdicts on one screen: a row a claim, with a small picture of its comparisons."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping

from kdci.evidence.markdown import markdown
from kdci.evidence.verdicts import Verdict
from kdci.plots.style import BLACK, BLUE, VERMILION

WIDTH, HEIGHT = 150, 16
"""Of the picture [pixels]."""
SHARES = (1 / 3, 2 / 3)
"""Where the rule of the verdicts changes its word."""
SHOWN = {
    "agrees": f'fill="{BLUE}"',
    "none shown": 'fill="#d9d9d9"',
    "contradicts": f'fill="{VERMILION}"',
}
"""Look of a reading in the picture, from left to right."""


def overview(
    verdicts: Iterable[Verdict], folder: str = "", primary: Mapping[str, str] | None = None
) -> str:
    """Return a table in Markdown: claim, question, picture, and verdict with its counts.

    Args:
        verdicts: on the claims.
        folder: where the pages of the claims lie, from the page that shows the table.
        primary: by claim, how many primary comparisons agree; see `kdci.evidence.primaries`.
    """
    agreeing = primary or {}
    rows = [
        [
            f"[{verdict.claim.id}]({folder}{verdict.claim.id.lower()}.md)",
            verdict.claim.question,
            _image(verdict),
            verdict.counted,
            agreeing.get(verdict.claim.id, "none"),
        ]
        for verdict in verdicts
    ]
    return markdown(["claim", "what is asked", "comparisons", "verdict (agree)", "primary"], rows)


def strip(verdict: Verdict) -> str:
    """Return an SVG: a piece for each comparison that is there; those that agree are on the left.

    Two ticks, at a third and at two thirds, are where the rule changes its word.
    """
    counts = {reading: verdict.count(reading) for reading in SHOWN}
    each, left, parts = WIDTH / max(1, sum(counts.values())), 0.0, []
    gap = min(1.0, each / 4)
    for reading, count in counts.items():
        for _ in range(count):
            place = f'x="{left:.2f}" y="3" width="{each - gap:.2f}" height="{HEIGHT - 6}"'
            parts.append(f"<rect {place} {SHOWN[reading]}/>")
            left += each
    for share in SHARES:
        at = f"{share * WIDTH:.1f}"
        parts.append(f'<path d="M{at} 0V{HEIGHT}" stroke="{BLACK}" stroke-width="1"/>')
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _image(verdict: Verdict) -> str:
    """Return the picture as HTML that a table of Markdown can hold, with its text."""
    text = ", ".join(f"{verdict.count(reading)} {reading}" for reading in SHOWN)
    address = "data:image/svg+xml;base64," + b64encode(strip(verdict).encode()).decode()
    return f'<img class="dark-light" src="{address}" alt="{text}" width="{WIDTH}">'
