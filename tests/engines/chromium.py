"""Chromium, driven as the other engines are, with a finger that its own protocol moves."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Chromium:
    """A phone's page."""

    def __init__(self, page: Page) -> None:
        self.page, self.protocol = page, page.context.new_cdp_session(page)

    def visit(self, address: str) -> None:
        """Open an address, and wait until it is loaded."""
        self.page.goto(address)

    def run(self, script: str) -> Any:
        """Return what a script returns, a function's body."""
        return self.page.evaluate(f"() => {{ {script} }}")

    def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.page.keyboard.press(key)

    def touch(self, path: list[list[float]]) -> None:
        """Put a finger down, move it along a path, and lift it."""
        for number, (x, y) in enumerate(path):
            self._finger("touchMove" if number else "touchStart", [{"x": x, "y": y}])
        self._finger("touchEnd", [])

    def to_phone(self) -> None:
        """Take the size of a phone: it has it."""

    def _finger(self, kind: str, points: list[dict[str, float]]) -> None:
        self.protocol.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
