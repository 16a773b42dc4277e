"""One thread for each process: tests run the same everywhere, and few processes share the cores."""

import gc
import os
import sys

os.environ["OMP_NUM_THREADS"] = "1"  # before torch, and for all processes that tests start

import pytest
import torch
from hypothesis import settings
from playwright.sync_api import sync_playwright

from tests.book.checker import serve_book
from tests.book.chromium import launch

# Of nbformat's schemas none has an IRI, whose grammars take jsonschema a second to compile.
sys.modules["rfc3987_syntax"] = None

# How long an example takes depends on what else the machine does: no fault of the example.
settings.register_profile("kdci", deadline=None)
settings.load_profile("kdci")

SLOW_FOLDERS = ("tests/book/", "tests/notebooks/")
"""They need what `make book` builds, or execute notebooks."""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.nodeid.startswith(SLOW_FOLDERS):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish():
    gc.freeze()  # thousands of tests, and what they import: no garbage, for nobody to look through


@pytest.fixture(autouse=True, scope="session")
def _one_thread():
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        # What the browser has compiled for a visitor's page serves the next one, too; and a visit
        # is too short for WebAssembly to be compiled twice, the second time to be faster.
        browser = launch(playwright, "--process-per-site", "--js-flags=--liftoff-only")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site():
    with serve_book() as address:
        yield address
