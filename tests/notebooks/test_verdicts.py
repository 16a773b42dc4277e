"""The page on verdicts: what it shows is what the rule says, and it runs without results."""

import re

import pytest

from kdci.evidence import verdicts
from kdci.evidence.claims import load_claims
from kdci.studies import RELEASED
from tests.notebooks.harness import NOTEBOOKS, execute, read
from tests.prose import prose

FACTS = {
    "words": "{name: verdict.word for name, verdict in found.items()}",
    "overview": "verdict_tables.overview(found.values())",
    "details": "{name: verdict_tables.details(verdict) for name, verdict in found.items()}",
    "chance": "share",
    "needed": "needed",
    "by_mean": "by_mean",
}


@pytest.fixture(scope="module")
def expected():
    claims = load_claims()
    return verdicts.judge(claims, verdicts.load_evidence(claims, RELEASED / "results"))


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return execute(read("verdicts"), tmp_path_factory.mktemp("verdicts"), FACTS)


def test_verdicts_are_those_of_the_rule(released, expected):
    assert released["words"] == {verdict.claim.id: verdict.word for verdict in expected}
    for verdict in expected:
        assert f"| {verdict.claim.id} | **{verdict.word}** |" in released["overview"]
        assert f"**{verdict.word}**" in released["details"][verdict.claim.id]


def test_details_have_a_row_for_every_comparison(released, expected):
    for verdict in expected:
        text = released["details"][verdict.claim.id]
        for finding in verdict.findings:
            evidence = finding.evidence
            assert f"| {evidence.modality} | {evidence.label} |" in text
            where = "benchmarks" if evidence.benchmark else "experiments"
            assert f"`{where}/results/{evidence.study}/`" in text


def test_every_claim_has_its_heading_and_its_details(expected):
    text = (NOTEBOOKS / "verdicts.md").read_text(encoding="utf-8")
    ids = [verdict.claim.id for verdict in expected]
    assert re.findall(r"^## (C\d+): ", text, re.M) == ids
    assert re.findall(r'verdict_tables\.details\(found\["(C\d+)"\]\)', text) == ids


def test_no_verdict_is_typed():
    text = prose((NOTEBOOKS / "verdicts.md").read_text(encoding="utf-8"))
    assert re.findall(r"C\d+[^.\n]*\b(?:reproduced|reproduces|partly|attempted)\b", text) == []


def test_solutions_of_the_exercises(released):
    assert released["chance"] == pytest.approx(0.05, abs=0.02)
    assert min(released["needed"].values()) >= 2
    assert len(set(released["needed"].values())) > 1
    for by_mean, by_interval, there in released["by_mean"].values():
        assert by_interval <= by_mean <= there


def test_runs_where_there_are_no_results(tmp_path):
    facts = {"words": FACTS["words"]}
    words = execute(read("verdicts"), tmp_path, facts, own_results=str(tmp_path))["words"]
    assert set(words.values()) == {"not attempted"}
