"""How fast are the book's instruments, and what do its pages weigh? In a real browser.

    python benchmarks/widgets.py [--quick]

The built book is served from this machine to a headless Chromium; onnxruntime-web has one thread.

- first: from the widget's coming into view to its first result; everything has to be loaded.
- move: from a key that moves a slider to the frame with the new pixels. A reader's pointer has come
  to the controls half a second before; moves follow one another every 0.3 s, over all points of the
  slider and over all SNRs.
- kilobytes: what a first visit takes over the wire, its widget having come into view.
  Text counts as gzip makes it; what is compressed already counts as it is.

Prints tables, writes benchmarks/results/widgets.json, and ends with an error that names what is
slower or heavier than we promise. A quick run, with few moves, writes nothing and promises nothing.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))  # this is a script of the package benchmarks

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.command import is_quick
from kdci.evidence.markdown import markdown
from kdci.sealed import write_sealed
from kdci.studies.provenance import device_name, provenance
from tests.book.checker import HTML, serve
from tests.book.chromium import launch

RESULT = Path(__file__).parent / "results" / "widgets.json"
PAGES = {
    "Single-pixel camera": "notebooks/explore-spc.html",
    "MRI": "notebooks/explore-mri.html",
    "SD-CASSI": "notebooks/explore-cassi.html",
}
MOVES, QUICK_MOVES, PAUSE_MS = 80, 4, 300
FIRST_MS = 2000
MOVE_MS = {"Single-pixel camera": (60, 120), "MRI": (60, 120), "SD-CASSI": (120, 240)}
"""Promised median and 95th percentile [ms]."""
BELOW_THE_FOLD = {"width": 1280, "height": 240}
"""A window so low that no page's widget is in view when it opens."""
READING = {"width": 1280, "height": 900}
LIGHT_KB, WITH_WIDGETS_KB = 600, 6000
COMPRESSED = (".png", ".woff", ".woff2", ".jpg")

FIRST = """() => new Promise(done => {
    const widget = document.querySelector(".kdci-explore");
    if (widget.dataset.ready) throw new Error("the widget was in view before it was timed");
    widget.scrollIntoView({block: "center", behavior: "instant"});
    const start = performance.now();
    const look = () => widget.dataset.ready === "yes"
        ? done(performance.now() - start) : requestAnimationFrame(look);
    look();
})"""

# A move ends with the task after the frame that follows the last change of the pixels.
WATCH = """() => {
    window.moves = [];
    let start;
    document.addEventListener("keydown", event => { start = event.timeStamp; }, true);
    new MutationObserver(() => requestAnimationFrame(() => {
        const {port1, port2} = new MessageChannel();
        port1.onmessage = () => window.moves.push(performance.now() - start);
        port2.postMessage(0);
    })).observe(document.querySelector(".kdci-explore"), {attributeFilter: ["data-state"]});
}"""


@contextmanager
def new_page(browser: Browser) -> Iterator[tuple[Page, set[str]]]:
    """Yield a page of a browser that knows nothing yet, and the paths of all that it asks for."""
    with browser.new_context(viewport=BELOW_THE_FOLD) as context:
        page = context.new_page()
        yield page, asked_by(page)


def asked_by(page: Page) -> set[str]:
    """Return the paths of all that a fresh page asks for; they are added when it does."""
    paths: set[str] = set()
    page.on("request", lambda request: paths.add(urlsplit(request.url).path))
    return paths


def kilobytes(paths: Iterable[str]) -> float:
    """Return what the book's files take over the wire [kB], were the server to use gzip."""
    return sum(map(compressed_size, paths)) / 1000


@cache
def compressed_size(path: str) -> int:
    """Return the size of a file of the book over the wire [bytes], or 0 where there is none."""
    file = HTML / path.lstrip("/")
    if not file.is_file():
        return 0
    content = file.read_bytes()
    return len(content if file.suffix in COMPRESSED else gzip.compress(content))


def first_result(page: Page) -> float:
    """Bring the page's widget into view; return how long its first result then takes [ms]."""
    page.wait_for_selector(".kdci-explore")
    page.wait_for_load_state("networkidle")
    return page.evaluate(FIRST)


def time_instrument(browser: Browser, site: str, instrument: str, moves: int) -> dict[str, Any]:
    """Return the times [ms] of one instrument."""
    with new_page(browser) as (page, _):
        page.goto(f"{site}/{PAGES[instrument]}")
        first = first_result(page)
        page.set_viewport_size(READING)
        page.evaluate(WATCH)
        sliders = page.locator(".noUi-handle")
        sliders.first.hover()
        page.wait_for_timeout(500)
        times = [
            time_move(page, sliders.nth(which), key) for which, key in islice(path_of(), moves)
        ]
    return {
        "instrument": instrument,
        "first_ms": round(first),
        "moves": len(times),
        "median_ms": round(median(times), 1),
        "p95_ms": round(sorted(times)[int(0.95 * len(times))], 1),
        "slowest_ms": round(max(times), 1),
    }


def path_of() -> Iterator[tuple[int, str]]:
    """Yield slider and key, from the middle to an end, to the other, and so on: each a move."""
    ends = [(1, "Home"), (1, "ArrowRight"), (0, "Home"), (1, "ArrowRight"), (0, "ArrowRight")]
    return cycle([*ends, (1, "End"), (1, "ArrowLeft"), (0, "Home"), (1, "ArrowLeft"), (0, "End")])


def time_move(page: Page, slider: Any, key: str) -> float:
    """Return how long a key takes to change the pixels [ms]."""
    before = page.evaluate("() => window.moves.length")
    slider.press(key)
    page.wait_for_function("n => window.moves.length > n", arg=before)
    page.wait_for_timeout(PAUSE_MS)
    return page.evaluate("() => window.moves.at(-1)")


def weigh(browser: Browser, site: str) -> dict[str, float]:
    """Return the weight of a first visit to each page [kB], its widgets seen."""
    weights = {}
    for path in sorted(HTML.rglob("*.html")):
        name = path.relative_to(HTML).as_posix()
        if name.startswith("_"):
            continue
        with new_page(browser) as (page, paths):
            page.goto(f"{site}/{name}")
            page.wait_for_load_state("networkidle")
            if name in PAGES.values():
                first_result(page)
            page.wait_for_load_state("networkidle")
            weights[name] = round(kilobytes(paths), 1)
    return weights


def broken(rows: Sequence[dict[str, Any]], weights: dict[str, float]) -> list[str]:
    """Return what was not kept, in words."""
    slow = [
        f"{row['instrument']}: {name} {row[name]} ms, promised {most}"
        for row in rows
        for name, most in zip(
            ("first_ms", "median_ms", "p95_ms"),
            (FIRST_MS, *MOVE_MS[row["instrument"]]),
            strict=True,
        )
        if row[name] > most
    ]
    heavy = [
        f"{page}: {weight} kB, promised {most}"
        for page, weight in weights.items()
        for most in [WITH_WIDGETS_KB if page in PAGES.values() else LIGHT_KB]
        if weight > most
    ]
    return slow + heavy


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, write the result, and insist on it."""
    quick = is_quick(words, "The book's instruments in a browser.", "few moves", RESULT.parent)
    with sync_playwright() as playwright, serve(HTML) as site:
        browser = launch(playwright)
        moves = QUICK_MOVES if quick else MOVES
        rows = [time_instrument(browser, site, name, moves) for name in PAGES]
        weights = weigh(browser, site)
        settings = {"browser": f"Chromium {browser.version}", "threads": 1, "pause_ms": PAUSE_MS}
        browser.close()
    print(markdown(list(rows[0]), [[str(value) for value in row.values()] for row in rows]))
    print(markdown(["page", "kB"], [[page, f"{kb}"] for page, kb in weights.items()]))
    if quick:
        return
    result = {
        "settings": settings,
        "rows": rows,
        "kilobytes": weights,
        "provenance": provenance(device_name("cpu")),
    }
    write_sealed(RESULT, result, indent=1)
    if found := broken(rows, weights):
        raise SystemExit("\n".join(["broken promises:", *found]))


if __name__ == "__main__":
    main()
