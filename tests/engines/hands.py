"""A reader's hands: the same deeds by keyboard alone and by finger alone, in any browser.

What is meant is named by an expression of JavaScript. Of a browser they need `run`, `press` for
keys by their names, and `touch` for a finger's path over the window.
"""

from __future__ import annotations

from typing import Any

FURTHEST = 40
"""Presses of Tab after which nobody looks for a button any more."""
CODES = {
    "Enter": "\ue007",
    "Tab": "\ue004",
    "Space": " ",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
"""Keys as WebDriver has them."""


def strokes(keys: tuple[str, ...]) -> dict[str, Any]:
    """Return key presses as WebDriver's source of actions."""
    pressed = [{"type": kind, "value": CODES[k]} for k in keys for kind in ("keyDown", "keyUp")]
    return {"type": "key", "id": "keyboard", "actions": pressed}


class Keyboard:
    """Goes to a thing by Tab from the begin of its surroundings, and presses keys there."""

    def __init__(self, browser: Any, surroundings: str) -> None:
        self.browser, self.surroundings = browser, surroundings

    def reach(self, what: str) -> None:
        """Go to a thing.

        Raises:
            TimeoutError: if Tab does not lead there.
        """
        # Where a reader has clicked last is where Tab goes on from.
        start = f"{self.surroundings}.scrollIntoView(); document.activeElement.blur()"
        self.browser.run(f"{start}; getSelection().collapse({self.surroundings}, 0)")
        for _ in range(FURTHEST):
            self.browser.press("Tab")
            if self.browser.run(f"return document.activeElement === {what}"):
                return
        raise TimeoutError(f"{what}: not reached by {FURTHEST} presses of Tab")

    def press(self, what: str) -> None:
        """Press a button."""
        self.reach(what)
        self.browser.press("Enter")

    def choose(self, what: str) -> None:
        """Choose one of several answers."""
        self.reach(what)
        self.browser.press("Space")

    def draw(self, board: str) -> None:
        """Draw a line on a board."""
        self.reach(board)
        self.browser.press("Enter", *["ArrowRight"] * 6, *["ArrowDown"] * 6, "Enter")


class Finger:
    """Taps and strokes."""

    def __init__(self, browser: Any, surroundings: str) -> None:
        self.browser = browser

    def press(self, what: str) -> None:
        """Tap a button in its middle."""
        self.browser.touch([self._at(what, 0.5, 0.5)])

    choose = press

    def draw(self, board: str) -> None:
        """Stroke over a board, downwards, as one also scrolls."""
        self.browser.touch([self._at(board, 0.4 + 0.02 * k, 0.3 + 0.04 * k) for k in range(10)])

    def _at(self, what: str, right: float, down: float) -> list[float]:
        """Bring a thing into view, and return where in the window a part of it is."""
        centre = "scrollIntoView({ block: 'center', behavior: 'instant' })"
        self.browser.run(f"{what}.{centre}")
        x, y, width, height = self.browser.run(
            f"const b = {what}.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]"
        )
        return [x + right * width, y + down * height]


HANDS = {"keyboard": Keyboard, "finger": Finger}
