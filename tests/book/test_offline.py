"""The archive for classrooms: unpacked and served as it says, its instruments work."""

import shlex
import sys
import zipfile

import pytest

from tests.book.checker import HTML, ready
from tests.book.servers import free_port, running
from tools.offline import SERVE, pack

pytestmark = pytest.mark.usefixtures("site")  # says so if there is no book


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("offline") / "kdci-book.zip"
    pack(HTML, path)
    return path


@pytest.fixture
def served(archive, tmp_path):
    """Unpack the archive, serve it by its own line, and yield the address."""
    with zipfile.ZipFile(archive) as book:
        book.extractall(tmp_path)
    assert SERVE in (tmp_path / "READ-ME.txt").read_text(encoding="utf-8")
    port = free_port()
    command = [sys.executable, *shlex.split(SERVE)[1:], "-b", "127.0.0.1", str(port)]
    address = f"http://127.0.0.1:{port}"
    with running(command, tmp_path, address, tmp_path / "log"):
        yield address


def test_an_instrument_works_from_the_archive(browser, served):
    with browser.new_page() as page:
        page.goto(f"{served}/notebooks/explore-spc.html")
        page.wait_for_selector(".kdci-explore")
        psnr = ready(page.locator(".kdci-explore"))
    assert len(psnr) == 2
    assert min(psnr) > 10


def test_the_same_book_is_the_same_archive(archive, tmp_path):
    pack(HTML, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_without_a_book_it_says_how_to_build_one(tmp_path):
    with pytest.raises(FileNotFoundError, match="make book"):
        pack(tmp_path, tmp_path / "kdci-book.zip")
    assert list(tmp_path.iterdir()) == []
