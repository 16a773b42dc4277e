"""Sentences that are bound to numbers: whichever of the two is changed, it is noticed."""

import pytest

from kdci.evidence.findings import (
    STRICT,
    FindingError,
    Outcome,
    check,
    findings,
    signature,
    unbound,
)
from tools.findings import false, names, pages, signed, unsigned, written

PAGE = """---
kernelspec: {name: python3}
---

# A page

The student is better than its baseline. <!-- true: gain > 0 -->

- One item says that nothing helps
  here. <!-- true: help == 0
  and gain > 0 -->
- Another gains.

```{code-cell} ipython3
---
mystnb:
  figure:
    caption: Bars above zero.
---
better = 1  # not prose
```

<!-- true: bars == 3 -->

What is better? <!-- no finding -->
"""
TRUE = {"gain": 1, "help": 0, "bars": 3}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "page.md").write_text(signed(PAGE), encoding="utf-8")
    return tmp_path


def test_findings_are_blocks_with_their_expressions():
    found = [(one.line, one.expression) for one in findings(PAGE)]
    assert found == [(7, "gain > 0"), (9, "help == 0 and gain > 0"), (14, "bars == 3")]
    assert findings(PAGE)[0].text == "The student is better than its baseline."


def test_what_sounds_like_a_finding_and_is_bound_to_nothing_is_counted():
    assert [block.text for block in unbound(PAGE)] == ["- Another gains."]


def test_signing_twice_changes_nothing():
    assert signed(signed(PAGE)) == signed(PAGE)
    assert f"<!-- true {signature('The student is better than its baseline.')}: gain > 0 -->" in (
        signed(PAGE)
    )


def test_true_findings_pass(folder, monkeypatch):
    monkeypatch.setenv(STRICT, "strict")
    outcome = check("page", TRUE, folder)
    assert (outcome.true, outcome.false, outcome.unbound) == (3, (), 1)
    assert "3 of 3 findings" in outcome._repr_markdown_()


def test_of_a_single_finding_one_speaks_in_the_singular():
    assert "1 of 1 finding of this page is true" in Outcome(1, (), 0)._repr_markdown_()


def test_a_page_without_findings_does_not_count_them(tmp_path):
    (tmp_path / "page.md").write_text("# A page\n\nWhat is it?\n", encoding="utf-8")
    said = check("page", {}, tmp_path)._repr_markdown_()
    assert "computed anew" in said
    assert "0" not in said


def test_a_number_that_turns_around_stops_a_published_page(folder, monkeypatch):
    monkeypatch.setenv(STRICT, "strict")
    with pytest.raises(FindingError, match=r"page.md:7: is not true: 'The student is better"):
        check("page", TRUE | {"gain": -1}, folder)


def test_with_other_settings_what_is_not_true_is_listed(folder, monkeypatch):
    monkeypatch.delenv(STRICT, raising=False)
    outcome = check("page", TRUE | {"bars": 4}, folder)
    assert outcome.false == ("mystnb: figure: caption: Bars above zero.",)
    assert "- mystnb: figure: caption: Bars above zero." in outcome._repr_markdown_()


def test_a_sentence_that_is_turned_around_is_noticed(folder):
    path = folder / "page.md"
    turned = path.read_text(encoding="utf-8").replace("is better", "is worse")
    path.write_text(turned, encoding="utf-8")
    with pytest.raises(FindingError, match="page.md:7: changed: read its expression"):
        check("page", TRUE, folder)


def test_an_expression_that_fails_is_named(folder, monkeypatch):
    names = {"gain": 1, "help": 0}
    monkeypatch.delenv(STRICT, raising=False)
    assert len(check("page", names, folder).false) == 1
    monkeypatch.setenv(STRICT, "strict")
    with pytest.raises(FindingError, match="line 13: 'bars == 3': NameError"):
        check("page", names, folder)


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.stem)
def test_every_sentence_in_the_book_is_the_one_that_was_signed(page):
    assert unsigned(page) == []


def test_a_sentence_that_is_not_signed_is_named_before_any_page_is_executed(folder):
    path = folder / "page.md"
    assert unsigned(path) == []
    turned = path.read_text(encoding="utf-8").replace("is better", "is worse")
    path.write_text(turned, encoding="utf-8")
    assert unsigned(path) == ["line 7: The student is worse than its baseline."]


@pytest.mark.parametrize("page", written(), ids=lambda path: path.stem)
def test_pages_without_code_state_what_the_results_say(page, monkeypatch):
    monkeypatch.setenv(STRICT, "strict")
    assert false(page) == ()


def test_a_page_without_code_that_says_the_opposite_is_noticed(tmp_path, monkeypatch):
    monkeypatch.delenv(STRICT, raising=False)
    page = tmp_path / "page.md"
    sentence = 'No claim holds. <!-- true: verdict["C9"].word == "not reproduced" -->\n'
    page.write_text(signed(sentence), encoding="utf-8")
    assert false(page) == ("No claim holds.",)
    assert names()["load"]("spc-noise") is names()["load"]("spc-noise")
