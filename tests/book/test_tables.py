"""On a phone a table that is wider than its column says so; of desktops see test_every_page."""

import pytest

from tests.book.checker import HTML
from tests.book.checker import PAGES as ALL
from tests.book.tables import GOES_ON, TOO_WIDE, WIDE

PHONE = {"width": 390, "height": 844}
PAGES = ("verdicts", "mri", "pays", "studies", "lectures/kspace")
SILENT = f"""() => {{{WIDE}
    const told = table => {{
        const cue = table.previousElementSibling;
        return cue?.className === "kdci-scroll" && cue.offsetHeight > 0 && table.tabIndex === 0;
    }};
    return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
        done(wide.filter(table => !told(table)).map(table => table.innerText.slice(0, 80))))));
}}"""
TORN = """() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    const top = (text, at) => {
        const letter = document.createRange();
        letter.setStart(text, at);
        letter.setEnd(text, at + 1);
        return letter.getBoundingClientRect().top;
    };
    const torn = text => [...text.data].some((letter, at) =>
        at && top(text, at) > top(text, at - 1) + 2 && /[\\w.]/.test(text.data[at - 1]));
    const paths = [...document.querySelectorAll(".bd-article td code.kdci-breaks .pre")];
    return [paths.length, paths.filter(path => [...path.childNodes].some(piece =>
        piece instanceof Text && torn(piece))).map(path => path.textContent)];
}"""
SAID = """cell => [cell.dataset.head, getComputedStyle(cell, "::before").content,
    cell.innerText.trim()]"""


def test_code_that_goes_on_fades_and_is_reached_by_the_keyboard(browser, site):
    with browser.new_page(viewport=PHONE) as page:
        page.goto(f"{site}/book/provenance.html")
        page.wait_for_load_state("load")
        wide = [box for box in page.locator(".bd-article pre").all() if box.evaluate(GOES_ON)]
        assert wide
        for box in wide:
            assert "kdci-goes-on" in (box.get_attribute("class") or "")
            assert box.get_attribute("tabindex") == "0"


def test_many_pages_have_tables_to_look_at():
    assert sum("<table" in (HTML / name).read_text(encoding="utf-8") for name in ALL) > 20


@pytest.mark.parametrize("name", PAGES)
def test_a_table_that_goes_on_says_so(browser, site, name):
    with browser.new_page(viewport=PHONE) as page:
        page.goto(f"{site}/notebooks/{name}.html")
        page.wait_for_load_state("load")
        assert page.evaluate(SILENT) == []


def test_the_bars_of_the_verdicts_end_within_a_phone(browser, site):
    with browser.new_page(viewport=PHONE) as page:
        page.goto(f"{site}/notebooks/verdicts.html")
        page.wait_for_load_state("load")
        assert not page.locator(".bd-article table").first.evaluate(GOES_ON)


def test_a_path_in_a_table_breaks_between_its_words(browser, site):
    with browser.new_page(viewport=PHONE) as page:
        page.goto(f"{site}/notebooks/claims/c2.html", wait_until="load")
        count, torn = page.evaluate(TORN)
        assert count > 5
        assert torn == []


@pytest.mark.parametrize("name", ["deviations", "notation", "data-cards", "classroom/lab-1"])
def test_a_table_that_fits_a_phone_is_not_widened(browser, site, name):
    with browser.new_page(viewport=PHONE) as page:
        page.goto(f"{site}/book/{name}.html", wait_until="load")
        assert page.evaluate(TOO_WIDE) == []


def test_a_stacked_table_says_what_its_columns_are_and_shows_no_empty_cell(browser, site):
    with browser.new_page(viewport=PHONE) as page:
        page.goto(f"{site}/book/classroom/instructors.html", wait_until="load")
        cells = page.locator("table.kdci-stacked td:not(:first-child)")
        shown = [cell.evaluate(SAID) for cell in cells.all() if cell.is_visible()]
        assert {head for head, _, _ in shown} > {"Pages", "Exercises", "On the page"}
        assert all(said != "none" and words for _, said, words in shown)
