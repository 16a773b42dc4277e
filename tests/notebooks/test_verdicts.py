"""The overview of all claims and a claim's page, with results and without any."""

import re

from kdci.evidence.claims import load_claims
from tests.notebooks.harness import execute, read, shown


def test_the_overview_has_a_row_for_every_claim_with_a_link_a_picture_and_a_verdict(tmp_path):
    table = next(text for text in shown(read("verdicts"), tmp_path) if "| claim |" in text)
    _, _, *rows = table.splitlines()
    assert len(rows) == 10
    for claim, row in zip(load_claims(), rows, strict=True):
        assert f"[{claim.id}](claims/{claim.id.lower()}.md) | {claim.question} |" in row
        assert re.search(r'<img [^>]*alt="\d+ agrees, \d+ none shown, \d+ contradicts"', row)
        assert re.search(r"\| \*\*[a-z ]+\*\* \(\d+\xa0of\xa0\d+\) \| <img", row)


def test_the_overview_runs_where_there_are_no_results(tmp_path):
    facts = {"words": "{name: verdict.word for name, verdict in found.items()}"}
    words = execute(read("verdicts"), tmp_path, facts, own_results=str(tmp_path))["words"]
    assert set(words.values()) == {"not attempted"}


def test_a_claims_page_runs_where_there_are_no_results(tmp_path):
    facts = {"word": "page.verdict.word", "footer": "page.footer"}
    found = execute(read("c5"), tmp_path, facts, own_results=str(tmp_path))
    assert found == {"word": "not attempted", "footer": "There are no results."}
