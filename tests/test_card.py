"""Every page has a description and an Open Graph card, and its address where that is known."""

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sphinx.errors import ConfigError

from tests.small_book import build

CONFIGURATION = """
html_title = "What to measure: a study"
extensions = ["myst_nb", "sphinx_book_theme", "card"]
myst_enable_extensions = ["dollarmath"]
html_theme = "sphinx_book_theme"
card_figure = "figure.png"
"""
LONG = "A sentence of eight words, without an end. " * 9
FIRST = """# A page

```{toctree}
deep/other
none
```

At first.

**The question.** Is $x$ <*less*>?
"""
PAGES = {
    "page": FIRST,
    "deep/other": f"# Another\n\n{LONG}\n",
    "none": "# Nothing but a title\n",
}


def built(folder, monkeypatch, repository=None):
    """Build the book, and return its folder and the tags of each page, by their names."""
    (folder / "source").mkdir()
    Image.new("L", (64, 32), 128).save(folder / "source" / "figure.png")
    out = build(folder, monkeypatch, CONFIGURATION, PAGES, repository)
    tags = {}
    for name in [*PAGES, "search"]:
        page = BeautifulSoup((out / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        metas = page.head.find_all("meta", content=True)
        tags[name] = {meta.get("property", meta.get("name")): meta["content"] for meta in metas}
    return out, tags


def test_a_page_is_described_by_its_question_or_its_first_paragraph(tmp_path, monkeypatch):
    _, tags = built(tmp_path, monkeypatch)
    assert tags["page"]["description"] == tags["page"]["og:description"] == "Is x <less>?"
    said = tags["deep/other"]["description"]
    assert len(said) <= 202
    assert LONG.startswith(said.removesuffix(" …"))
    assert said.endswith(" …")
    assert tags["none"]["description"] == tags["none"]["og:title"] == "Nothing but a title"
    assert "og:title" not in tags["search"]


def test_a_book_without_an_address_names_its_picture_from_the_page(tmp_path, monkeypatch):
    out, tags = built(tmp_path, monkeypatch)
    for name in PAGES:
        assert "og:url" not in tags[name]
        assert (out / f"{name}.html").parent.joinpath(tags[name]["og:image"]).resolve().is_file()
    with Image.open(out / "_static" / "card.png") as card:
        assert card.size == (1200, 630)
        assert len(card.convert("RGB").getcolors(2**20)) > 20  # a picture, and letters


@pytest.mark.parametrize(
    ("repository", "site"),
    [
        ("Some/Book", "https://some.github.io/Book/"),
        ("some/some.github.io", "https://some.github.io/"),
    ],
)
def test_a_published_page_says_where_it_is(tmp_path, monkeypatch, repository, site):
    _, tags = built(tmp_path, monkeypatch, repository)
    assert tags["deep/other"]["og:url"] == f"{site}deep/other.html"
    assert tags["deep/other"]["og:image"] == f"{site}_static/card.png"


def test_a_picture_that_is_not_there_is_named(tmp_path, monkeypatch):
    with pytest.raises(ConfigError, match="card_figure='figure.png': no such file"):
        build(tmp_path, monkeypatch, CONFIGURATION, PAGES)
