"""The checks of pages find what they look for, and nothing else."""

import re

import pytest

from tests.book.checker import check, serve

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"></head><body>{}</body></html>"""

CLEAN = """
<h1>Clean</h1>
<p><a class="reference" href="#">Fig. 1</a></p>
<img src="figure.svg" alt="A square">
<svg role="img" aria-labelledby="name"><title id="name">A square</title></svg>
<svg role="img" aria-label="A square"></svg>
<svg role="img" aria-hidden="true"></svg>
<script type="module" src="script.mjs"></script>
<script>console.warn("warnings are allowed")</script>
"""

FAULTS = {
    "console": ('<script>console.error("ouch")</script>', r"console: ouch"),
    "exception": ('<script>throw new Error("ouch")</script>', r"exception: .*ouch"),
    "late-exception": (
        '<script>setTimeout(() => { throw new Error("ouch") }, 100)</script>',
        r"exception: .*ouch",
    ),
    "rejection": (
        '<script>Promise.reject(new Error("ouch"))</script>',
        r"exception: .*ouch",
    ),
    "outside-image": (
        '<img src="https://example.org/x.png" alt="x">',
        r"outside request: https://example\.org/x\.png",
    ),
    "outside-script": (
        '<script src="http://127.0.0.1:9/x.js"></script>',
        r"outside request: http://127\.0\.0\.1:9/x\.js",
    ),
    "missing-file": ('<img src="gone.png" alt="x">', r"404 request: http://127.*/gone\.png"),
    "missing-lazy-file": (
        '<div style="height: 9999px"></div><img src="gone.png" alt="x" loading="lazy">',
        r"404 request: http://127.*/gone\.png",
    ),
    "no-alt": ('<img src="figure.svg">', r"image without alternative text: .*figure\.svg.*"),
    "empty-alt": (
        '<img src="figure.svg" alt=" ">',
        r"image without alternative text: .*figure\.svg.*",
    ),
    "too-wide": ('<div style="width: 900px">x</div>', r"wider than the window: 9\d\d > 800"),
    "too-wide-if-unfolded": (
        '<details><summary>x</summary><div style="width: 900px">x</div></details>',
        r"wider than the window: 9\d\d > 800",
    ),
    "nameless-drawing": ('<svg role="img" id="bare"></svg>', r"drawing without a name: .*bare.*"),
    "drawing-whose-label-is-gone": (
        '<svg role="img" aria-labelledby="gone"></svg>',
        r"drawing without a name: .*gone.*",
    ),
    "formula": (
        '<span class="katex-error" title="Missing close brace">x</span>',
        r"formula with an error: Missing close brace",
    ),
    "reference": ('<a class="reference" href="#">Fig. ??</a>', r"unresolved reference: .*\?\?.*"),
    "system-message": (
        '<aside class="system-message">Unknown target</aside>',
        r"message of the build: Unknown target",
    ),
}


@pytest.fixture
def check_body(tmp_path, browser):
    """Return a function that checks a page with the given body."""

    def check_body(body):
        (tmp_path / "page.html").write_text(PAGE.format(body), encoding="utf-8")
        (tmp_path / "script.mjs").write_text("export const one = 1", encoding="utf-8")
        (tmp_path / "figure.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>',
            encoding="utf-8",
        )
        page = browser.new_page(viewport={"width": 800, "height": 600})
        with serve(tmp_path) as address:
            problems = check(page, f"{address}/page.html")
        page.close()
        return problems

    return check_body


def test_clean_page_has_no_problem(check_body):
    assert check_body(CLEAN) == []


@pytest.mark.parametrize(("fault", "problem"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_reported_once_and_alone(check_body, fault, problem):
    problems = check_body(CLEAN + fault)
    assert len(problems) == 1, problems
    assert re.fullmatch(problem, problems[0], re.S), problems


def test_a_missing_page_is_reported(tmp_path, browser):
    page = browser.new_page()
    with serve(tmp_path) as address:
        assert f"404 request: {address}/gone.html" in check(page, f"{address}/gone.html")
    page.close()
