"""How fast is the training in the browser, and does its page still answer? In a real browser.

    python benchmarks/training_speed.py [--quick]

The built page is served from this machine to a headless Chromium; onnxruntime-web has one thread.

- first: from the press on Start to the first step of both systems, what it needs being loaded then.
- step: of one system, forward, losses, backward and both optimisers, in the page's worker.
- training: from the press on Start to the end, both systems, as a reader waits.
- answer: from a key to the task after the next frame, while both systems are trained.
- memory: what the browser's renderers hold [MB], garbage collected before. It goes up and
  down from step to step, since allocators keep pages back: so it is weighed at five steps about
  each of the two named, and their medians are compared; the least and the most stand beside.

Prints a table, writes benchmarks/results/training_speed.json, and ends with an error that names
what is slower or larger than we promise. A quick run takes few steps, and writes nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # this is a script of the package benchmarks

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.command import is_quick
from benchmarks.training_page import contents, opened, press, train, wait
from kdci.evidence.markdown import markdown
from kdci.sealed import write_sealed
from kdci.studies.provenance import device_name, provenance
from tests.book.checker import HTML, serve
from tests.book.chromium import launch

RESULT = Path(__file__).parent / "results" / "training_speed.json"
SYSTEMS = 2
KEYS, PAUSE_MS = 40, 150
EARLY, LATE = range(160, 241, 20), range(1960, 2041, 20)
"""The steps at which memory is weighed, about both that are named."""
SETTLE_MS = 1000
PROMISED = {
    "first_ms": 3000,
    "step_ms": 60,
    "training_s": 45,
    "answer_ms": 60,
    "growth_percent": 5,
}
"""Most of each: medians where there are many."""

# A key's answer ends with the task after the next frame.
ANSWERS = """() => {
    window.answers = [];
    document.addEventListener("keydown", ({ timeStamp }) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.answers.push(performance.now() - timeStamp);
        port2.postMessage(0);
    }), true);
}"""


def renderers() -> Iterator[Path]:
    """Yield the folder below /proc of each of the browser's renderers."""
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and b"--type=renderer" in (folder / "cmdline").read_bytes():
                yield folder
        except OSError:  # it has ended since
            continue


def memory(page: Page) -> float:
    """Return what the renderers hold [MB]: the sum of their private pages.

    Garbage of the page and of its workers is collected before, since when a browser does so by
    itself depends on how much memory the machine has left.
    """
    for isolate in (page, *page.workers):
        isolate.evaluate("() => gc()")
    page.wait_for_timeout(SETTLE_MS)
    kilobytes = 0
    for folder in renderers():
        for line in (folder / "smaps_rollup").read_text(encoding="utf-8").splitlines():
            if line.startswith(("Private_Clean:", "Private_Dirty:")):
                kilobytes += int(line.split()[1])
    return kilobytes / 1000


def time_training(browser: Browser, site: str, steps: int) -> dict[str, Any]:
    """Return the times of a training that nobody disturbs."""
    with opened(browser, site, contents()["start"]) as page:
        start = time.perf_counter()
        press(page, "Start")
        wait(page, 1)
        first = time.perf_counter() - start
        wait(page, steps)
        whole = time.perf_counter() - start
        times = [each / SYSTEMS for each in page.evaluate("() => window.times")]
    return {
        "first_ms": round(1000 * first),
        "steps": steps,
        "step_ms": round(median(times), 1),
        "step_p95_ms": round(sorted(times)[int(0.95 * len(times))], 1),
        "training_s": round(whole, 1),
    }


def time_answers(browser: Browser, site: str, keys: int) -> dict[str, Any]:
    """Return how long the page takes to answer a key while it trains."""
    with opened(browser, site, contents()["start"]) as page:
        train(page, 2)
        page.evaluate(ANSWERS)
        for _ in range(keys):
            page.keyboard.press("Tab")
            page.wait_for_timeout(PAUSE_MS)
        answers: list[float] = page.evaluate("() => window.answers")
    return {
        "answers": len(answers),
        "answer_ms": round(median(answers), 1),
        "answer_p95_ms": round(sorted(answers)[int(0.95 * len(answers))], 1),
    }


def advance(page: Page, made: int, until: int) -> None:
    """Go on from step to step, with a new training wherever one has come to its end."""
    whole = contents()["training"]["steps"]
    while made < until:
        if made and made % whole == 0:
            press(page, "Begin anew")
        if made % whole == 0:
            press(page, "Start")
        made += min(whole - made % whole, until - made)
        wait(page, made)


def weigh_training(
    browser: Browser, site: str, early: Sequence[int], late: Sequence[int]
) -> dict[str, Any]:
    """Return how the renderers' memory grows from early to late steps of trainings in a row."""
    with opened(browser, site, contents()["start"]) as page:
        weighed = {}
        for made, until in pairwise((0, *early, *late)):
            advance(page, made, until)
            weighed[until] = memory(page)
    before, after = (median(weighed[at] for at in steps) for steps in (early, late))
    return {
        "early": median(early),
        "late": median(late),
        "early_mb": round(before),
        "late_mb": round(after),
        "least_mb": round(min(weighed.values())),
        "most_mb": round(max(weighed.values())),
        "growth_percent": round(100 * (after / before - 1), 1),
    }


def broken(found: dict[str, Any]) -> list[str]:
    """Return what was not kept, in words."""
    return [
        f"{name}: {found[name]}, promised {most}"
        for name, most in PROMISED.items()
        if found[name] > most
    ]


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, write the result, and insist on it."""
    quick = is_quick(words, "The training in a browser.", "few steps", RESULT.parent)
    steps, keys, early, late = (4, 3, (1, 2), (3, 4)) if quick else (300, KEYS, EARLY, LATE)
    with sync_playwright() as playwright, serve(HTML) as site:
        browser = launch(playwright, "--js-flags=--expose-gc")
        found = {
            **time_training(browser, site, steps),
            **time_answers(browser, site, keys),
            **weigh_training(browser, site, early, late),
        }
        settings = {
            "browser": f"Chromium {browser.version}",
            "threads": 1,
            "batch": contents()["batch"],
        }
        browser.close()
    print(markdown(["measured", "value"], [[name, str(value)] for name, value in found.items()]))
    if quick:
        return
    result = {"settings": settings, **found, "provenance": provenance(device_name("cpu"))}
    write_sealed(RESULT, result, indent=1)
    if missed := broken(found):
        raise SystemExit("\n".join(["broken promises:", *missed]))


if __name__ == "__main__":
    main()
