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
    "stderr": ("", "import sys; print('ouch', file=sys.stderr)", "stderr was found"),
}
"""Each is a warning, of which the command makes an error at the end."""


def build(book, **pages):
    """Build a book of a few pages, each of a text and a cell, by the command of `make book`."""
    shutil.copy(ROOT / "_config.yml", book)
    (book / "book").symlink_to(ROOT / "book")  # static files and references
    root, *others = pages
    chapters = "".join(f"  - file: {page}\n" for page in others)
    toc = f"format: jb-book\nroot: {root}\n" + (f"chapters:\n{chapters}" if others else "")
    (book / "_toc.yml").write_text(toc, encoding="utf-8")
    for page, (text, code) in pages.items():
        (book / f"{page}.md").write_text(PAGE.format(text=text, code=code), encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (arguments,) = re.findall(r"\$\(BIN\)/jupyter-book (build .*)", makefile)
    command = [Path(sys.executable).with_name("jupyter-book"), *shlex.split(arguments)]
    return subprocess.run(command, cwd=book, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """Return the build of a book with a page for each fault."""
    pages = {name: (text, code) for name, (text, code, _) in FAULTS.items()}
    return build(tmp_path_factory.mktemp("faulty"), **pages)


def test_options_of_the_command_make_warnings_errors():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "jupyter-book build . -W -n --keep-going" in makefile


def test_a_page_without_fault_is_built(tmp_path):
    result = build(tmp_path, page=("See [here](page.md).", "6 * 7"))
    assert result.returncode == 0, result.stderr
    page = tmp_path / "_build/html/page.html"
    assert ">42<" in re.sub(r"\s", "", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_stops_the_build(faulty, name):
    assert faulty.returncode != 0
    message = re.escape(FAULTS[name][-1])
    assert re.search(rf"/{name}\.md:\d+: (WARNING|ERROR): .*{message}", faulty.stderr)


def test_a_cell_that_fails_stops_the_build(tmp_path):
    result = build(tmp_path, page=("", "1 / 0"))
    assert result.returncode != 0
    assert "ZeroDivisionError" in result.stderr
