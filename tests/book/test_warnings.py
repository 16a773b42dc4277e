"""The command that builds the book fails when something is wrong with a page."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kdci.classroom.page import FRONT_MATTER
from tests.book.checker import ROOT

PAGE = f"""{FRONT_MATTER}
# A page

{{text}}

```{{{{code-cell}}}} ipython3
{{code}}
```
"""

FAULTS = {
    "reference": ("See {numref}`fig-nowhere`.", "6 * 7", "fig-nowhere"),
    "link": ("See [here](#nowhere).", "6 * 7", "nowhere"),
    "cell": ("", "1 / 0", "ZeroDivisionError"),
    "stderr": ("", "import sys; print('ouch', file=sys.stderr)", "stderr was found"),
}


@pytest.fixture
def book(tmp_path):
    """Make a book with our settings, but without pages."""
    shutil.copy(ROOT / "_config.yml", tmp_path)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: page\n", encoding="utf-8")
    (tmp_path / "book").symlink_to(ROOT / "book")  # static files and references
    return tmp_path


def build(book, text, code):
    """Write the page and run the command of `make book`."""
    (book / "page.md").write_text(PAGE.format(text=text, code=code), encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (arguments,) = re.findall(r"\$\(BIN\)/jupyter-book (build .*)", makefile)
    command = [Path(sys.executable).with_name("jupyter-book"), *shlex.split(arguments)]
    return subprocess.run(command, cwd=book, capture_output=True, text=True, check=False)


def test_options_of_the_command_make_warnings_errors():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "jupyter-book build . -W -n --keep-going" in makefile


def test_a_page_without_fault_is_built(book):
    result = build(book, "See [here](page.md).", "6 * 7")
    assert result.returncode == 0, result.stderr
    assert ">42<" in re.sub(r"\s", "", (book / "_build/html/page.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "code", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_stops_the_build(book, text, code, message):
    result = build(book, text, code)
    assert result.returncode != 0
    assert message in result.stderr
