"""Five questions of a newcomer, each answered two clicks from the start page, in a minute."""

import re

import pytest
import yaml

from tests.lectures import LINK, paragraphs, words
from tests.prose import ROOT

START = "book/intro"
CLICKS, A_MINUTE = 2, 200
ASKED = {
    "What is a single-pixel camera?": (
        ["notebooks/lectures/patterns"],
        r"one light meter and no pixels\. It shows a pattern to the scene",
    ),
    "Where is Figure 5?": (["notebooks/figures/fig-5"], r"The paper's Figure 5 asks this"),
    "Does distillation help in MRI?": (
        ["notebooks/lectures/distilling"],
        r"no gain is shown for any of the three instruments",
    ),
    "What is the Gram matrix good for?": (
        ["book/glossary"],
        r"A decoder that starts from the back-projection sees X of an image",
    ),
    "How do I rerun this with another acceleration?": (
        ["notebooks/figures/fig-5"],
        r"To rerun this with another acceleration, change the first cell",
    ),
}
"""By question: the pages that a reader opens one after the other, and the words that answer it."""


def source(page):
    return (ROOT / f"{page}.md").read_text(encoding="utf-8")


def leads_to(page):
    """Return the pages to which the text of a page links."""
    folder = (ROOT / page).parent
    targets = [target.split("#")[0] for _, target in LINK.findall(source(page))]
    paths = [(folder / t).resolve() for t in targets if t.endswith(".md") and ":" not in t]
    made = [link for link in paths if ROOT in link.parents]
    overview = [f"notebooks/claims/{name.stem}" for name in (ROOT / "notebooks/claims").glob("*")]
    drawn = overview if "plots.overview(found.values(), " in source(page) else []
    return {link.relative_to(ROOT).with_suffix("").as_posix() for link in made} | set(drawn)


@pytest.mark.parametrize("question", ASKED)
def test_links_in_the_text_lead_from_the_start_page_to_the_answer(question):
    path, _ = ASKED[question]
    assert len(path) <= CLICKS
    for here, there in zip([START, *path], path, strict=False):
        assert there in leads_to(here), f"{here} has no link to {there}"


@pytest.mark.parametrize("question", ASKED)
def test_the_answer_is_read_in_a_minute(question):
    (*_, page), answer = ASKED[question]
    text = paragraphs(source(page))
    found = [i for i, paragraph in enumerate(text) if re.search(answer, paragraph)]
    assert found, "the page does not say so"
    if page != "book/glossary":  # one looks a word up, and does not read what stands before it
        assert sum(map(words, text[: found[0] + 1])) <= A_MINUTE + words(text[found[0]])


def test_all_these_pages_are_in_the_table_of_contents():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = {chapter["file"] for part in contents["parts"] for chapter in part["chapters"]}
    assert contents["root"] == START
    assert {page for path, _ in ASKED.values() for page in path} <= files
