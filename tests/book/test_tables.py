"""A table that is wider than its column says so where it begins; most are not."""

import pytest

WINDOWS = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
PAGES = ("verdicts", "mri", "pays", "studies", "lectures/kspace")
SILENT = """() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    const wide = [...document.querySelectorAll(".bd-article table")]
        .filter(table => table.scrollWidth > table.clientWidth + 1);
    const told = table => {
        const cue = table.previousElementSibling;
        return cue?.className === "kdci-scroll" && cue.offsetHeight > 0 && table.tabIndex === 0;
    };
    return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
        done(wide.filter(table => !told(table)).map(table => table.innerText.slice(0, 80))))));
}"""
HIDDEN = """() => {
    return [...document.querySelectorAll(".bd-article .cell_output table")]
        .filter(table => /Rebuild with/.test(table.innerText))
        .filter(table => table.scrollWidth > table.clientWidth + 1).length;
}"""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", WINDOWS.values(), ids=WINDOWS)
def test_a_table_that_goes_on_says_so(browser, site, name, size):
    with browser.new_page(viewport=size) as page:
        page.goto(f"{site}/notebooks/{name}.html")
        page.wait_for_load_state("load")
        assert page.evaluate(SILENT) == []


@pytest.mark.parametrize("name", PAGES[:3])
def test_where_the_numbers_come_from_fits_its_column(browser, site, name):
    with browser.new_page(viewport=WINDOWS["desktop"]) as page:
        page.goto(f"{site}/notebooks/{name}.html")
        page.wait_for_load_state("load")
        assert page.evaluate(HIDDEN) == 0
