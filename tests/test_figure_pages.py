"""One notebook a figure: who shows the figure draws it by the same function, and links to it."""

import re
from functools import cache

import pytest

from kdci.evidence.figures import load_figures
from kdci.notebook import read_notebook
from tests.lectures import FIGURE_PAGES
from tests.prose import ROOT

FIGURES = load_figures()
SHOWN = [figure for figure in FIGURES.values() if figure.notebook]
"""Figures of lectures and of pages of evidence that have a notebook of their own."""
NAMES = [path.stem for path in FIGURE_PAGES]


@cache
def notebook(page):
    """Return a page as a notebook."""
    return read_notebook(page.removesuffix(".md").split("/")[-1])


def functions(page):
    """Return the function of `kdci.plots` that draws each figure of a page, by its name."""
    found = {}
    for cell in notebook(page).cells:
        figure = cell.metadata.get("mystnb", {}).get("figure")
        if figure:
            drawn = re.findall(r"^plots\.(\w+)\(", cell.source, re.M)
            found[figure["name"]] = drawn[-1] if drawn else None
    return found


def test_the_papers_figures_whose_captions_we_know_have_their_notebooks():
    assert {f"fig-{number}" for number in range(1, 6)} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_notebook_of_a_figure_ends_with_provenance_and_checks_its_findings(name):
    *_, footer, check = notebook(name).cells
    assert "footer(" in footer.source or "from no results" in footer.source
    assert check.source == f'evidence.check("figures/{name}", globals())'


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_notebook_says_how_its_numbers_are_made_again(name):
    own = [one.id for one in FIGURES.values() if one.page == f"notebooks/figures/{name}.md"]
    said = re.findall(r"make reproduce FIGURE=([\w-]+)", notebook(name).cells[-2].source)
    assert said == own != []


@pytest.mark.parametrize("name", NAMES)
def test_the_command_on_a_figures_page_names_the_page_and_a_parameter_of_its(name):
    text = (ROOT / "notebooks/figures" / f"{name}.md").read_text(encoding="utf-8")
    (page, parameter) = re.search(r"`kdci notebook run ([\w-]+) -p (\w+) ", text).groups()
    cell = next(cell for cell in notebook(name).cells if "parameters" in cell.metadata.tags)
    assert page == name
    assert re.search(rf"^{parameter} = ", cell.source, re.M)


@pytest.mark.parametrize("figure", SHOWN, ids=lambda figure: figure.id)
def test_a_figure_and_its_notebook_are_drawn_by_one_function(figure):
    drawn = functions(figure.page)[figure.id]
    assert drawn is not None
    assert drawn in functions(figure.notebook).values()


@pytest.mark.parametrize("figure", SHOWN, ids=lambda figure: figure.id)
def test_a_page_links_to_the_notebooks_of_its_figures(figure):
    text = (ROOT / figure.page).read_text(encoding="utf-8")
    assert re.search(rf"\]\((?:\.\./)*figures/{figure.notebook}\.md\)", text)


def test_every_figure_of_a_lecture_has_its_notebook():
    own = [one for one in FIGURES.values() if one.page.startswith("notebooks/lectures/")]
    assert len(own) > 20
    assert [one.id for one in own if one.notebook not in NAMES] == []


def test_every_notebook_of_ours_is_of_a_figure_that_a_lecture_shows():
    lectures = {f.notebook for f in SHOWN if f.page.startswith("notebooks/lectures/")}
    assert {name for name in NAMES if not re.fullmatch(r"fig-\d", name)} <= lectures
