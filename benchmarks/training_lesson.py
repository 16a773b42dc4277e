"""What does the training in the browser teach? Its lesson over five seeds, as a reader runs it.

    python benchmarks/training_lesson.py [--quick]

The built page is served from this machine to a headless Chromium, which presses start for every
optimiser and seed that the page offers. The page trains E2E and student side by side; their task
loss, the energy in the mask, and the PSNR on the page's test images are kept, each ten steps.
WebAssembly computes the same on every machine, so another machine finds the same numbers.

Writes benchmarks/results/training_lesson.json after every training; what it holds of the same
page is not trained again. A quick run trains one seed with one optimiser, and writes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # this is a script of the package benchmarks

from playwright.sync_api import Browser, sync_playwright

from benchmarks.command import is_quick
from benchmarks.training_page import contents, opened, origin, train
from kdci.evidence.markdown import markdown
from kdci.sealed import read_sealed, write_sealed
from kdci.studies.provenance import device_name, provenance
from tests.book.checker import HTML, serve
from tests.book.chromium import launch

RESULT = Path(__file__).parent / "results" / "training_lesson.json"
SYSTEMS = ("baseline", "student")
NAMES, ENDS = ("optimiser", "seed", "system"), ("energy", "psnr")


def settings(browser: Browser) -> dict[str, Any]:
    """Return what is trained, and on what."""
    table = contents()
    taken = {name: table[name] for name in ("size", "batch", "images", "tested", "optimisers")}
    return {
        **taken,
        **table["training"],
        **{name: table["start"][name] for name in ("acceleration", "teacher", "weight")},
        "sha256": origin(),
        "browser": f"Chromium {browser.version}",
    }


def kept(now: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the trainings of an earlier call with the same settings."""
    if not RESULT.exists():
        return []
    earlier = read_sealed(RESULT)
    return list(earlier["rows"]) if earlier["settings"] == now else []


def run(browser: Browser, site: str, optimiser: str, seed: int) -> list[dict[str, Any]]:
    """Train once, and return a row for each of the two systems."""
    table = contents()
    choice = {**table["start"], "optimiser": optimiser, "seed": seed}
    with opened(browser, site, choice) as page:
        judged = train(page, table["training"]["steps"])
    return [
        {"optimiser": optimiser, "seed": seed, "system": system, **curves(judged, which)}
        for which, system in enumerate(SYSTEMS)
    ]


def curves(judged: Sequence[dict[str, Any]], which: int) -> dict[str, list[float]]:
    """Return of one of the two systems the measured steps, task loss, energy and PSNR [dB]."""
    runs = [each["runs"][which] for each in judged]
    return {
        "at": [each["at"] for each in judged],
        "loss": [round(run["loss"], 8) for run in runs],
        "energy": [round(run["energy"], 6) for run in runs],
        "psnr": [round(run["psnr"], 4) for run in runs],
    }


def main(words: Sequence[str] | None = None) -> None:
    """Train, print, and write the result."""
    quick = is_quick(
        words, "The lesson of the training in the browser.", "one training", RESULT.parent
    )
    with sync_playwright() as playwright, serve(HTML) as site:
        browser = launch(playwright)
        now = settings(browser)
        rows = [] if quick else kept(now)
        done = {(row["optimiser"], row["seed"]) for row in rows}
        cases = list(product(now["optimisers"], contents()["seeds"]))
        for optimiser, seed in cases[: 1 if quick else None]:
            if (optimiser, seed) in done:
                continue
            rows += run(browser, site, optimiser, seed)
            if not quick:
                found = {
                    "settings": now,
                    "rows": rows,
                    "provenance": provenance(device_name("cpu")),
                }
                write_sealed(RESULT, found, indent=1)
        browser.close()
    last = [[row[name] for name in NAMES] + [row[name][-1] for name in ENDS] for row in rows]
    print(markdown([*NAMES, *ENDS], [[str(value) for value in row] for row in last]))


if __name__ == "__main__":
    main()
