"""What the pages of the claims have in common."""

import pytest

from kdci.evidence.claim_page import open_claim


@pytest.fixture(scope="module")
def page():
    return open_claim("C1")


def test_counts_are_those_of_all_comparisons(page):
    _, _, *rows = page.counts.splitlines()
    cells = [row.strip("| ").split(" | ") for row in rows]
    assert "MRI, teacher of its own kind, without noise" in {first for first, *_ in cells}
    assert sum(int(agrees) for _, agrees, *_ in cells) == page.verdict.count("agrees") > 0
    assert sum(int(everything) for *_, everything in cells) == len(page.verdict.findings)


def test_a_page_has_a_row_for_every_comparison_and_links_from_its_folder(page):
    for found in page.verdict.findings:
        one = found.evidence
        label = one.label.replace("L_DEC", r"$L_{\mathrm{DEC}}$")
        assert f"| {one.modality}, {label} | {found.reading}" in page.comparisons
        assert f"`experiments/results/{one.study}/`" in page.comparisons
    assert "[MRI](../mri.md)" in page.comparisons


def test_readings_are_those_of_the_named_comparisons(page):
    assert len(page.readings("MRI", "mri-claims")) == 3
    assert page.readings("MRI", label="both with Adam") == ["agrees"]
    assert page.readings("filter array") == []


def test_the_footer_has_the_results_of_this_claim_alone(page):
    assert {one.study for one in page.results} == {f.evidence.study for f in page.verdict.findings}
    assert "`kdci study run experiments/mri-claims.yaml`" in page.footer


def test_without_results_nothing_is_claimed(tmp_path):
    page = open_claim("C9", tmp_path)
    assert page.verdict.word == "not attempted"
    assert page.footer == "There are no results."


def test_a_claim_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="name='C11': must be one of 'C1'"):
        open_claim("C11")
