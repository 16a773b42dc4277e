"""What holds on every page: accessible by axe's rules, light, and silent towards other hosts."""

import pytest

from benchmarks.widgets import LIGHT_KB, PAGES, WITH_WIDGETS_KB, kilobytes, new_page
from tests.book.checker import HTML, ROOT, ready

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NAMES = sorted(
    name
    for name in (path.relative_to(HTML).as_posix() for path in HTML.rglob("*.html"))
    if not name.startswith("_")
)


def opened(page, site, name):
    """Open a page; if it has a widget, bring it into view."""
    page.goto(f"{site}/{name}")
    page.wait_for_load_state("networkidle")
    if name in PAGES.values():
        ready(page.locator(".kdci-explore"))


def use_once(page):
    """Move the first slider of a page's widget."""
    state = page.locator(".kdci-explore").get_attribute("data-state")
    page.locator(".noUi-handle").first.press("ArrowLeft")
    page.wait_for_function(
        "old => document.querySelector('.kdci-explore').dataset.state !== old", arg=state
    )
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("name", NAMES)
def test_a_first_visit_is_light_and_asks_nobody_else(browser, site, name):
    asked = []
    with new_page(browser) as (page, paths):
        page.on("request", lambda request: asked.append(request.url))
        opened(page, site, name)
        weight = kilobytes(paths)
        if name in PAGES.values():
            use_once(page)
    assert [url for url in asked if not url.startswith((site, "blob:", "data:"))] == []
    assert 0 < weight <= (WITH_WIDGETS_KB if name in PAGES.values() else LIGHT_KB)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser, site, name, scheme):
    with browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme) as page:
        opened(page, site, name)
        page.add_script_tag(path=AXE)
        found = page.evaluate("() => axe.run()")
    violations = [
        (violation["id"], violation["impact"], len(violation["nodes"]), node["html"][:150])
        for violation in found["violations"]
        for node in violation["nodes"][:1]
    ]
    assert violations == []
