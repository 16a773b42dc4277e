"""A browser, and the built book served to it."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.book.checker import HTML, serve

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing outside can be reached
]


@pytest.fixture(scope="module")  # no longer: its event loop would get in the notebooks' way
def browser():
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site():
    if not (HTML / "index.html").exists():
        pytest.fail(f"{HTML} has no book: run make book first")
    with serve(HTML) as address:
        yield address
