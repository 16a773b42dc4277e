"""The accessibility rules of axe-core, on an open page."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.book.checker import ROOT

SCRIPT = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page, within: str = "html") -> list[str]:
    """Return the rules that a page violates inside an element, each with its first place."""
    if page.evaluate("() => !window.axe"):
        page.add_script_tag(path=SCRIPT)
    found = page.evaluate("within => axe.run(within)", within)["violations"]
    return [
        f"{rule['id']} ({rule['impact']}, {len(rule['nodes'])} times): {rule['nodes'][0]['html']}"
        for rule in found
    ]
