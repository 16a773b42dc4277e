"""The kernel that executes the book prints nothing of its own."""

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

from tests.book.checker import ROOT


def test_the_books_kernel_starts_without_a_word(tmp_path):
    specs = KernelSpecManager(kernel_dirs=[str(ROOT / "book" / "jupyter" / "kernels")])
    manager = KernelManager(kernel_name="python3", kernel_spec_manager=specs)
    with (tmp_path / "said").open("w", encoding="utf-8") as said:
        manager.start_kernel(stdout=said, stderr=said)
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=60)
        finally:
            client.stop_channels()
            manager.shutdown_kernel()
    assert "--log-level=ERROR" in manager.kernel_spec.argv
    assert (tmp_path / "said").read_text(encoding="utf-8") == ""


def test_make_book_uses_that_kernel():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert 'JUPYTER_PATH="$(CURDIR)/book/jupyter' in makefile
