"""Browsers of three engines, driven alike, and the built book unpacked from its archive."""

import time

import pytest

from tests.book.checker import HTML
from tests.engines import firefox, webkit
from tests.engines.chromium import PHONE, Chromium
from tools.offline import contents

MODULES = {"firefox": firefox, "webkit": webkit}


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory):
    """Return the folder of the book as it is in the archive."""
    folder = tmp_path_factory.mktemp("archive")
    for name, content in contents(HTML):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def engine(request, tmp_path_factory):
    """Yield a browser by its name, which the test gives."""
    name = request.param
    if name == "chromium":
        with request.getfixturevalue("browser").new_page(**PHONE) as page:
            yield Chromium(page)
        return
    if not MODULES[name].PROGRAM:
        pytest.skip(f"{name} is not installed: run make engines, as root on Debian")
    with getattr(MODULES[name], name)(tmp_path_factory.mktemp(name)) as browser:
        yield browser


def until(browser, condition, seconds=60):
    """Wait until an expression is true in a page, and return its value.

    Raises:
        TimeoutError: if it is not within so many seconds; with what the instrument says then.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := browser.run(f"return {condition}"):
            return value
        time.sleep(0.1)
    said = browser.run("return document.querySelector('.kdci-explore, .kdci-waiting')?.innerText")
    raise TimeoutError(f"{condition}: not within {seconds} s; the page says {said!r}")
