"""Nobody types a verdict: where a page uses a word of the rule, it is bound to the rule."""

import re

import pytest

from kdci.evidence.findings import BOUND
from kdci.evidence.prose import blocks
from tests.prose import PAGES, ROOT

WORD = r"(?:not |un)?(?:reproduced?|reproduces)|partly|(?:mostly|rarely) reproduced|not attempted"
BOLD = re.compile(rf"\*\*[^*]*\b(?:{WORD})\b[^*]*\*\*", re.I)
ROW = re.compile(rf"\|[^|]*\b(?:{WORD})\b[^|]*\|", re.I)
ALLOWED = "Reported and reproduced"
"""The title of the page of verdicts."""


def typed(page):
    """Return the blocks of a page's source that use such a word, in bold or in a table, unbound."""
    return [
        block.text
        for block in blocks(page)
        if (BOLD if not block.text.startswith("|") else ROW).search(block.text.replace(ALLOWED, ""))
        and not any(map(BOUND.fullmatch, block.comments))
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_verdict_is_typed(page):
    assert typed(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "**Claim C1 does not reproduce here.** See above.",
        "C1 is **partly** true. <!-- no finding -->",
        "| claim | verdict |\n|---|---|\n| C7 | reproduced |",
    ],
)
def test_a_typed_verdict_is_found(sentence):
    assert len(typed(f"# Page\n\n{sentence}\n")) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        'C1 holds **partly**. <!-- true 123456: verdict["C1"].word == "partly" -->',
        "It is what the rule calls reproduced.",
        "| page | title |\n|---|---|\n| [Reported and reproduced](verdicts.md) | all |",
    ],
)
def test_what_is_bound_or_no_verdict_passes(sentence):
    assert typed(f"# Page\n\n{sentence}\n") == []
