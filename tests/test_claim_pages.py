"""One page a claim: its title is the claim's question, its pictures are the claim's findings."""

import re

import pytest

from kdci.evidence.claims import load_claims
from kdci.notebook import read_notebook
from tests.lectures import CLAIM_PAGES

CLAIMS = {claim.id: claim for claim in load_claims()}
SHOWN = ("statement", "said", "counts", "comparisons", "footer")


def test_every_claim_has_its_page():
    assert {path.stem.upper() for path in CLAIM_PAGES} == set(CLAIMS)


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_a_page_is_that_of_its_claim(claim):
    notebook = read_notebook(claim.id.lower())
    sources = [cell.source for cell in notebook.cells]
    assert any(re.search(rf"^# {claim.id}: {re.escape(claim.question)}$", s, re.M) for s in sources)
    assert any(f'open_claim("{claim.id}", own_results)' in source for source in sources)
    assert sources[-1] == f'evidence.check("claims/{claim.id.lower()}", globals())'
    for what in SHOWN:
        assert sources.count(f"Markdown(page.{what})") == 1, what


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_a_page_draws_the_findings_of_its_claim_and_folds_the_rest(claim):
    notebook = read_notebook(claim.id.lower())
    figures = [c for c in notebook.cells if c.metadata.get("mystnb", {}).get("figure")]
    of_no_verdict = "fig-claim-c1-equal"
    figures = [c for c in figures if c.metadata.mystnb.figure.name != of_no_verdict]
    assert all(c.source.startswith("plots.differences(page.verdict, ") for c in figures)
    drawn = " ".join(cell.source for cell in figures)
    modalities = {one.modality for one in claim.evidence}
    assert all(f'"{one}"' in drawn for one in modalities) or len(figures) == 1
    folded = [c for c in notebook.cells if c.source == "Markdown(page.comparisons)"]
    assert "hide-output" in folded[0].metadata.tags
