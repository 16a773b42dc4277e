"""Pages are short, read easily and have all their parts; links of all pages lead somewhere."""

import pytest

from kdci.classroom.contents import reading_order
from tests.lectures import broken_links, faults, paragraphs, sentences, words
from tests.prose import PAGES, ROOT
from tests.shapes import REFERENCE, shape_of

GOOD = """# A lecture

**The question.** What is it?

```{admonition} Before you read
:class: note
**Reading time:** 1 minutes.

**What you should know:** [that](that.md).
```

```{image} x.svg
:alt: A drawing.
```

PLACE

## A worked example

Here it is. It has {term}`words <word>` and a formula $a + b = c$. TEXT

## What to remember

One. Two. Three.

## What to try

- Try [this](this.md).

## Where the evidence is

See [there](there.md).
"""
FILLED = GOOD.replace("TEXT", "A short sentence. " * 30)


def sources():
    """Return the pages of the table of contents, but those that `make book` writes."""
    return [page for page in reading_order() if shape_of(page).kind != "exercises"]


@pytest.mark.parametrize("page", sources())
def test_a_page_has_all_its_parts_is_short_and_reads_easily(page):
    text = (ROOT / f"{page}.md").read_text(encoding="utf-8")
    assert faults(text, shape_of(page)) == []


def test_there_are_pages_of_each_kind():
    assert {shape_of(page).kind for page in sources()} == {
        *("lecture", "figure", "claim", "instrument", "overview", "lab", "evidence"),
        *("method", "reference", "start"),
    }
    assert shape_of("notebooks/lectures/kspace").kind == "lecture"
    assert shape_of("notebooks/mri").kind == "evidence"
    assert shape_of("book/glossary").kind == "reference"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files(path):
    assert broken_links(path) == []


def test_a_lecture_with_all_its_parts_has_no_fault():
    assert faults(FILLED) == []


def test_code_asks_for_a_running_time_and_reference_for_a_short_beginning():
    ran = FILLED.replace("PLACE", "```{code-cell} ipython3\n1\n```")
    assert faults(ran) == ["no running time"]
    assert faults(ran.replace("1 minutes.", "1 minutes. **Running time:** a minute.")) == []
    assert faults("# Words\n\n" + "A word. " * 31, REFERENCE) == ["first paragraph of 62 words"]
    assert faults("# Words\n\n" + "A word. " * 30, REFERENCE) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("**The question.** What is it?", "What is it?", "no question"),
        ("**Reading time:** 1 minutes.", "", "no reading time"),
        ("[that](that.md)", "that", "no what to know before"),
        ("## A worked example", "## An example", "no worked example"),
        ("One. Two. Three.", "One. Two.", "2 sentences to remember"),
        ("[this](this.md)", "this", "no what to try"),
        ("[there](there.md)", "there", "no evidence"),
        ("```{image} x.svg\n:alt: A drawing.\n```\n", "", "0 figures"),
        ("PLACE", "```{image} y.svg\n```\n" * 6, "7 figures"),
        ("PLACE", "It " + "very " * 119 + "long. ", "paragraph of 121 words"),
        ("A short sentence. ", "A sentence " + "of words " * 10 + "is here. ", "median sentence"),
        ("1 minutes", "3 minutes", "words in 3 minutes"),
        ("PLACE", "\n\n".join(["One more paragraph."] * 400), "words"),
    ],
)
def test_what_is_missing_or_too_long_is_named(old, new, fault):
    assert old in FILLED
    assert any(fault in one for one in faults(FILLED.replace(old, new)))


def test_formulas_are_one_word_and_terms_are_their_words():
    found = paragraphs("It is $a + b$ of {term}`Gram matrices <Gram matrix>`, see [this](x.md).")
    assert found == ["It is X of Gram matrices, see this."]
    assert words(found[0]) == 8


def test_sentences_end_where_a_reader_ends_them():
    (paragraph,) = paragraphs("At 1/10 it is 2.5. **It is so.** Is it? Yes: Look.")
    assert sentences(paragraph) == ["At 1/10 it is 2.5.", "It is so.", "Is it?", "Yes:", "Look."]


def test_a_link_to_nowhere_is_found(tmp_path):
    page = tmp_path / "a.md"
    page.write_text("[a](a.md) [b](b.md#c) [c](https://x.org) [d](#e)", encoding="utf-8")
    assert broken_links(page) == ["b.md"]
