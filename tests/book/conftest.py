"""A browser, and the built book served to it."""

import pytest
from playwright.sync_api import sync_playwright

from tests.book.checker import serve_book
from tests.book.chromium import launch


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site():
    with serve_book() as address:
        yield address
