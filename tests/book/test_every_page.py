"""What holds on every page: without fault, accessible by axe's rules, light, and silent.

Each page is opened once, and everything is asked of it: what a first visit loads, whether axe finds
anything in light and in dark, what is wrong on a desktop's and on a phone's screen, and whether a
table is wider than its column on a desktop's.
"""

import pytest

from benchmarks.widgets import (
    BELOW_THE_FOLD,
    LIGHT_KB,
    READING,
    WITH_WIDGETS_KB,
    asked_by,
    kilobytes,
)
from benchmarks.widgets import PAGES as INSTRUMENTS
from tests.book.axe import put_into, violations, violations_of_colour
from tests.book.checker import PAGES, inspect, ready, watch
from tests.book.tables import TOO_WIDE

COMPUTING = tuple(
    f"notebooks/{name}.html"
    for name in ("train-mri", "train-spc", "draw-mri", "draw-spc", "watch-mri")
)
WINDOWS = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}


def use_once(page):
    """Move the first slider of a page's widget."""
    state = page.locator(".kdci-explore").get_attribute("data-state")
    page.locator(".noUi-handle").first.press("ArrowLeft")
    page.wait_for_function(
        "old => document.querySelector('.kdci-explore').dataset.state !== old", arg=state
    )
    page.wait_for_load_state("networkidle")


@pytest.fixture(scope="module")
def visitor(browser, site):
    """Return a visitor with an open tab, so that what the browser has compiled stays."""
    with browser.new_context(viewport=BELOW_THE_FOLD) as context:
        context.new_page().goto(f"{site}/_static/favicon.svg")
        yield context


def faults(page, site, name):
    """Open a page; return what is wrong with it, by what was looked at."""
    has_widget = name in INSTRUMENTS.values()
    heard, paths = watch(page, site), asked_by(page)
    page.goto(f"{site}/{name}")
    page.wait_for_load_state("networkidle")  # of the page that this one leads to, if it does
    if has_widget:
        ready(page.locator(".kdci-explore"))
    found, weight = {}, kilobytes(paths)
    if not 0 < weight <= (WITH_WIDGETS_KB if has_widget or name in COMPUTING else LIGHT_KB):
        found["first visit"] = f"{weight} kB"
    if has_widget:
        use_once(page)
    page.set_viewport_size(READING)
    page.add_style_tag(content="* { transition: none !important }")  # colours change at once
    for scheme, look in (("light", violations), ("dark", violations_of_colour)):
        put_into(page, scheme)
        found[scheme] = look(page)
    found["wide tables"] = page.evaluate(TOO_WIDE)
    for window, size in WINDOWS.items():
        page.set_viewport_size(size)
        found[window] = inspect(page)
    found["heard"] = heard()
    return {where: what for where, what in found.items() if what}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_without_fault_accessible_light_and_silent(visitor, site, name):
    with visitor.new_page() as page:
        assert faults(page, site, name) == {}
