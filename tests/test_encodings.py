"""Text is read and written as UTF-8, whatever the machine's own encoding is."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BEFORE_ENCODING = {"read_text": 0, "write_text": 1}
"""How many arguments come before the encoding, where it is given by its place."""
OF_TEXT = {*BEFORE_ENCODING, "open"}
FOLDERS = ("kdci", "tools", "benchmarks", "tests")
PAGES = sorted(
    page for place in ("*.md", "book/*.md", "book/method/*.md", "notebooks/*.md")
    for page in ROOT.glob(place)
)  # fmt: skip
CODE = re.compile(r"^```(?:python|\{code-cell\} ipython3)\n(.*?)^```$", re.M | re.S)
OPTIONS = re.compile(r"\A---\n.*?^---$|^(?::[\w-]+:|%)[^\n]*$", re.M | re.S)
"""What of a cell is not Python: its tags, and IPython's own commands."""
ELSEWHERE = {"Image", "gzip", "webbrowser", "urllib", "zipfile", "tarfile", "files"}
"""Owners of an ``open`` or a ``write_text`` that is not of text files, or is UTF-8 by itself."""


def mode(call, position):
    given = [*call.args[position : position + 1]]
    given += [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    return given[0].value if given and isinstance(given[0], ast.Constant) else "r"


def is_without_encoding(call):
    """Say whether a call opens a text file in the encoding of the machine."""
    function = call.func
    if any(keyword.arg == "encoding" for keyword in call.keywords):
        return False
    if isinstance(function, ast.Name):
        return function.id == "open" and "b" not in mode(call, 1)
    if not isinstance(function, ast.Attribute) or function.attr not in OF_TEXT:
        return False
    if isinstance(function.value, ast.Name) and function.value.id in ELSEWHERE:
        return False
    if function.attr == "open":
        return "b" not in mode(call, 0)
    return len(call.args) <= BEFORE_ENCODING[function.attr]


def without_encoding(source):
    """Return the lines of Python source that open text without saying its encoding."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [call.lineno for call in calls if is_without_encoding(call)]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_is_opened_with_its_encoding(folder):
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / folder).rglob("*.py")
        for line in without_encoding(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def cells(page):
    """Return the Python of a page, cell by cell."""
    return [OPTIONS.sub("", cell) for cell in CODE.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_is_opened_with_its_encoding_in_the_code_of_a_page(page):
    assert [cell for cell in cells(page) if without_encoding(cell)] == []


def test_the_code_of_pages_is_found():
    assert {len(cells(page)) > 3 for page in (ROOT / "notebooks").glob("m*.md")} == {True}
    assert len(cells(ROOT / "book/provenance.md")) == 2


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("path.read_text()", [1]),
        ("path.write_text('x')", [1]),
        ("\n(folder / 'x').open()", [2]),
        ("open('x', 'w')", [1]),
        ("path.open(mode='a')", [1]),
        ("path.read_text(encoding='utf-8')", []),
        ("path.read_text('utf-8')", []),
        ("path.write_text('x', 'utf-8')", []),
        ("path.open('rb')", []),
        ("open('x', mode='wb')", []),
        ("files.write_text(path, 'x')", []),
        ("write_text(path, 'x')", []),
        ("Image.open(path)", []),
    ],
)
def test_what_counts_as_opening_text_without_an_encoding(source, lines):
    assert without_encoding(source) == lines
