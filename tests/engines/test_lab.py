"""Lab 1 as its page walks it, on a phone: by keyboard alone, and by finger alone."""

import pytest

from tests.engines.conftest import until
from tests.engines.hands import HANDS
from tests.engines.test_instruments import BOX, LISTEN, ONE, opened

pytestmark = pytest.mark.slow

WIDEST = 450
"""Of a phone's window; MiniBrowser's cannot be narrower than 447."""
STROKE = 60
"""Points that a whole stroke paints at least; where it scrolls the page, it paints half of them."""
BOARD = f"{BOX}.querySelector('[role=application]')"
QUIZ = "document.querySelector('.kdci-quiz')"
SAID = f"{QUIZ}.querySelector('[role=status]').innerText"


def button(words):
    return f"[...{BOX}.querySelectorAll('button')].find(b => b.innerText === '{words}')"


def draw_a_mask(browser, hand):
    until(browser, f"{BOX}.dataset.psnr")
    hand.press(button("Clear"))
    until(browser, f"{BOX}.dataset.points === '0'")
    before = browser.run(f"return {BOX}.dataset.psnr")
    hand.draw(BOARD)
    until(browser, f"Number({BOX}.dataset.points) > {STROKE} && {BOX}.dataset.psnr !== '{before}'")


def watch_a_film(browser, hand):
    hand.press(button("Play"))
    until(browser, f"Number({BOX}.dataset.at) > 1")
    hand.press(button("Pause"))
    until(browser, button("Play"))


def train_some_steps(browser, hand):
    browser.run(LISTEN)
    for number in (1, 2):
        until(browser, f"!{ONE}.disabled")
        hand.press(ONE)
        until(browser, f"told.length === {number} || window.problem")
    assert browser.run("return window.problem ?? null") is None
    assert all(0 < run[0] < 1 for runs in browser.run("return told") for run in runs)


def answer_a_quiz(browser, hand):
    hand.press(f"{QUIZ}.querySelector('button')")
    assert browser.run(f"return {SAID}") == "Choose one first."
    hand.choose(f"{QUIZ}.querySelector('input')")
    hand.press(f"{QUIZ}.querySelector('button')")
    until(browser, f"/Right|Not so/.test({SAID})")


STATIONS = {"draw": draw_a_mask, "watch": watch_a_film, "train": train_some_steps}
"""By the name of their instrument, for MRI."""


@pytest.mark.parametrize("engine", ["chromium", "firefox", "webkit"], indirect=True)
@pytest.mark.parametrize("hand", HANDS)
def test_lab_1_is_walked(engine, site, hand):
    engine.to_phone()
    for name, station in STATIONS.items():
        assert opened(engine, f"{site}/notebooks/{name}-mri.html") == "yes"
        station(engine, HANDS[hand](engine, BOX))
        assert engine.run("return document.documentElement.scrollWidth <= innerWidth")
    engine.visit(f"{site}/book/exercises/look.html")
    answer_a_quiz(engine, HANDS[hand](engine, QUIZ))
    assert engine.run("return innerWidth") <= WIDEST
