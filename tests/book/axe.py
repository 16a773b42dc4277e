"""The accessibility rules of axe-core on an open page, in light or in dark."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.book.checker import ROOT

THEME = "scheme => document.documentElement.dataset.theme === scheme"
STILL = "Promise.all(document.getAnimations().map(each => each.finished.catch(() => null)))"
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""Rules that may hold in light and not in dark; nothing but colours differs between the two."""
SCRIPT = ROOT / "node_modules" / "axe-core" / "axe.min.js"

# What axe finds kept is thousands of elements: they stay in the page, and what is violated is told.
ASK = """async argument => {{
    const options = {{ resultTypes: ["violations"], preload: {{ assets: ["media"] }} }};
    const {{ violations }} = await ({run})(argument);
    return violations.map(({{ id, impact, nodes }}) =>
        `${{id}} (${{impact}}, ${{nodes.length}} times): ${{nodes[0].html}}`);
}}"""


def put_into(page: Page, scheme: str) -> None:
    """Ask a page for light or dark colours, and wait until they are there."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(THEME, arg=scheme)
    page.evaluate(STILL)


def violations(page: Page, within: str = "html") -> list[str]:
    """Return the rules that a page violates inside an element, each with its first place."""
    return _found(page, "within => axe.run(within, options)", within)


def violations_of_colour(page: Page) -> list[str]:
    """Return the rules on colours that a page violates, each with its first place."""
    return _found(page, "rules => axe.run({ runOnly: rules, ...options })", OF_COLOUR)


def _found(page: Page, run: str, argument: object) -> list[str]:
    """Run axe in a page, and return the rules that it finds violated, each with its first place."""
    if page.evaluate("() => !window.axe"):
        page.add_script_tag(path=SCRIPT)
    found: list[str] = page.evaluate(ASK.format(run=run), argument)
    return found
