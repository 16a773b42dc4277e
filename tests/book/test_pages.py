"""The pages of the built book: all are there, linked, and have their titles and figures."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import jupytext
import pytest
import yaml
from bs4 import BeautifulSoup

from tests.book.checker import HTML, PAGES, ROOT

MADE_BY_SPHINX = {"genindex.html", "search.html", "index.html"}  # the last leads to the first page
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(
    path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.md")
)

pytestmark = pytest.mark.usefixtures("site")  # says so if there is no book


@cache
def parse(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@cache
def anchors(path: Path) -> set[str]:
    return {element["id"] for element in parse(path).find_all(id=True)}


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def shown(markdown: str) -> str:
    """Return Markdown without the targets of its links and terms."""
    terms = re.sub(r"\{term\}`([^`<]*?)\s*(?:<[^`]*>)?`", r"\1", markdown)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", terms)


def files_of_contents(node: dict) -> list[str]:
    """Return the pages that a part of the table of contents names, in order."""
    own = [node[key] for key in ("root", "file") if key in node]
    inner = [child for key in ("parts", "chapters", "sections") for child in node.get(key, [])]
    return own + [name for child in inner for name in files_of_contents(child)]


def broken_links(page: str) -> list[str]:
    """Return the links of a page that lead to a file or an anchor that is not there."""
    broken = []
    for link in parse(HTML / page).find_all(["a", "link"], href=True):
        address, anchor = urldefrag(link["href"])
        if urlsplit(address).scheme or urlsplit(address).netloc:
            continue
        target = HTML / page
        if path := unquote(urlsplit(address).path):
            target = (HTML / page).parent / path
        found = target.is_file() and HTML in target.resolve().parents
        if not found or (anchor and unquote(anchor) not in anchors(target.resolve())):
            broken.append(link["href"])
    return broken


def test_every_page_of_the_contents_is_built():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    names = files_of_contents(contents)
    assert len(names) >= 8
    assert {f"{name}.html" for name in names} == set(PAGES) - MADE_BY_SPHINX


@pytest.mark.parametrize("name", PAGES)
def test_internal_links_lead_somewhere(name):
    assert broken_links(name) == []


@pytest.mark.parametrize("name", sorted({*PAGES} - MADE_BY_SPHINX))
def test_page_has_one_title(name):
    assert len(parse(HTML / name).select("main article h1")) == 1  # there is another one for print


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_figures_of_a_notebook_are_on_its_page_with_their_captions(name):
    notebook = jupytext.read(FOLDER / f"{name}.md")
    settings = [cell.metadata.get("mystnb", {}).get("figure") for cell in notebook.cells]
    figures = {figure["name"]: figure["caption"] for figure in settings if figure}
    page = parse(HTML / "notebooks" / f"{name}.html")
    assert page.select("article img")
    for identifier, caption in figures.items():
        figure = page.find("figure", id=identifier)
        assert figure.find("img")
        text = words(figure.figcaption.get_text())
        set_otherwise = r"\$[^$]+\$|\{numref\}`[^`]+`"  # formulas, and numbers of figures
        for part in re.split(set_otherwise, shown(caption)):
            assert words(part) in text


def test_results_of_the_mri_page_are_a_table():
    tables = [
        {row.td.get_text(): row for row in table.tbody.find_all("tr")}
        for table in parse(HTML / "notebooks" / "mri.html").find_all("table")
    ]
    rows = next(found for found in tables if {"teacher", "baseline", "student"} <= set(found))
    assert re.search(r"\d\d\.\d+ ± \d\.\d+", rows["student"].get_text())


CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
MADE_BY = re.compile(r"(today's code|other code|code that was not recorded): (\d+)")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_page_of_other_code_says_so_in_its_first_screen(name):
    page = parse(HTML / "notebooks" / f"{name}.html").find("article")
    table_rows = [row.get_text(" ").replace(CURLY, "'") for row in page.find_all("tr")]
    rows = [row for row in table_rows if "Made by" in row]
    made = [(code, int(number)) for row in rows for code, number in MADE_BY.findall(row)]
    total = sum(number for _, number in made)
    now = sum(number for code, number in made if code == "today's code")
    note = page.select_one("h1 + .kdci-codes")
    if total == now:
        assert note is None
    else:
        said = re.findall(r"\d+|\bnone\b", note.get_text())
        assert said == [str(total), str(now or "none"), str(total - now)]


@pytest.mark.parametrize("name", sorted({*PAGES} - MADE_BY_SPHINX))
def test_page_has_a_description_and_a_card_of_its_own(name):
    metas = parse(HTML / name).head.find_all("meta", content=True)
    tags = {meta.get("property", meta.get("name")): meta["content"] for meta in metas}
    assert 20 <= len(tags["description"]) <= 202
    assert tags["og:description"] == tags["description"]
    assert tags["og:title"] in parse(HTML / name).title.get_text()
    assert ((HTML / name).parent / tags["og:image"]).is_file()


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_figure_leads_to_its_picture_alone(name):
    page = HTML / "notebooks" / f"{name}.html"
    for image in parse(page).select("article figure img"):
        assert (page.parent / image.find_parent("a")["href"]).is_file()


def test_no_two_pages_are_described_alike():
    found = [parse(HTML / name).head for name in sorted({*PAGES} - MADE_BY_SPHINX)]
    said = [head.find("meta", attrs={"name": "description"})["content"] for head in found]
    assert len(set(said)) == len(said)
