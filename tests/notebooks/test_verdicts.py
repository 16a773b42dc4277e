"""The page on verdicts: all claims are on it, and it runs without results."""

import re

import pytest

from kdci.evidence import verdict_tables, verdicts
from tests.notebooks.harness import NOTEBOOKS, execute, read


@pytest.fixture(scope="module")
def released():
    return verdicts.released()


def test_details_have_a_row_for_every_comparison(released):
    for verdict in released.values():
        text = verdict_tables.details(verdict)
        for finding in verdict.findings:
            evidence = finding.evidence
            assert f"| {evidence.modality} | {evidence.label} | {finding.reading} |" in text
            where = "benchmarks" if evidence.benchmark else "experiments"
            assert f"`{where}/results/{evidence.study}/`" in text


def test_every_claim_has_its_heading_and_its_details(released):
    text = (NOTEBOOKS / "verdicts.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (C\d+): ", text, re.M) == list(released)
    assert re.findall(r'verdict_tables\.details\(found\["(C\d+)"\]\)', text) == list(released)


def test_runs_where_there_are_no_results(tmp_path):
    facts = {"words": "{name: verdict.word for name, verdict in found.items()}"}
    words = execute(read("verdicts"), tmp_path, facts, own_results=str(tmp_path))["words"]
    assert set(words.values()) == {"not attempted"}
