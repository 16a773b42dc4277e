"""The page on which a reader trains a student, driven as a reader drives it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from kdci import files
from tests.book.checker import HTML

WIDGETS = HTML / "_static" / "widgets"
ADDRESS = "notebooks/train-mri.html"
CHOICES = ("acceleration", "optimiser", "teacher", "weight", "seed")
STEP_MS = 5000
START_MS = 60_000
"""More than a step of both systems takes, and the loading before the first, on any machine [ms]."""

# Of a training: loss, energy and PSNR of both systems wherever the page measures the PSNR.
LISTEN = """every => {
    Object.assign(window, { judged: [], times: [], rests: 0 });
    document.querySelector(".kdci-train").addEventListener("kdci-train", ({ detail }) => {
        if (detail.kind === "rest") window.rests += 1;
        if (detail.kind === "error") window.problem = detail.message;
        if (detail.kind !== "step") return;
        window.times.push(detail.milliseconds);
        if (detail.at !== 1 && detail.at % every) return;
        const runs = detail.runs.map(({ loss, energy, psnr }) => ({ loss, energy, psnr }));
        window.judged.push({ at: detail.at, runs });
    });
}"""
# Asking the page again and again would make garbage in it: so its own events answer.
ENDED = """({ at, rests, timeout }) => new Promise((resolve, reject) => {
    const box = document.querySelector(".kdci-train");
    const late = setTimeout(() => reject(new Error(`${at} steps are not made in time`)), timeout);
    const look = () => {
        if (!(window.times.length >= at || window.rests > rests || window.problem)) return;
        clearTimeout(late);
        box.removeEventListener("kdci-train", look);
        resolve(window.problem);
    };
    box.addEventListener("kdci-train", look);
    look();
})"""


def contents() -> dict[str, Any]:
    """Return what the built page's training is made of: its table of contents."""
    found: dict[str, Any] = json.loads((WIDGETS / "train-mri.json").read_text(encoding="utf-8"))
    return found


def origin() -> dict[str, str]:
    """Return the SHA-256 of what is trained: graphs, images, first weights and teachers."""
    table = contents()
    names = {**table["graphs"], "pixels": table["pixels"], "floats": table["floats"]}
    return {what: files.sha256((WIDGETS / name).read_bytes()) for what, name in names.items()}


@contextmanager
def opened(browser: Browser, site: str, choice: Mapping[str, Any]) -> Iterator[Page]:
    """Yield the page with a reader's choice, by a link, ready to be started."""
    words = ".".join(str(choice[name]).replace(".", "p") for name in CHOICES)
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        page.goto(f"{site}/{ADDRESS}#train-mri={words}")
        page.locator(".kdci-train").scroll_into_view_if_needed()
        page.wait_for_selector(".kdci-train[data-ready=yes]")
        page.evaluate(LISTEN, contents()["every"])
        yield page


def press(page: Page, words: str) -> None:
    """Press the button of the training with these words."""
    page.click(f".kdci-train button:text-is('{words}')")


def wait(page: Page, at: int, rests: float = math.inf) -> None:
    """Wait until so many steps are made since the page was opened, or it rests more often.

    Raises:
        RuntimeError: if the page says that the training has failed.
        playwright.sync_api.Error: if steps take longer than `STEP_MS` each.
    """
    until = {"at": at, "rests": rests, "timeout": START_MS + at * STEP_MS}
    if problem := page.evaluate(ENDED, until):
        raise RuntimeError(f"the training has failed: {problem}")


def train(page: Page, steps: int) -> list[dict[str, Any]]:
    """Press start, wait for so many steps, and return what the page has measured on the way.

    Raises:
        RuntimeError: if the page says that the training has failed.
    """
    now = page.evaluate("() => ({ at: window.times.length, rests: window.rests })")
    press(page, "Start")
    wait(page, now["at"] + steps, now["rests"])
    found: list[dict[str, Any]] = page.evaluate("() => window.judged")
    return found
