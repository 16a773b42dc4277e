"""Notebooks are executed again when something that they depend on has changed, and only then."""

import os

import nbformat
import pytest
from jupyter_cache import get_cache

from tools import stale

NOTEBOOK = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
{own}
---

# A notebook
"""
FILES = {
    "notebooks/a.md": NOTEBOOK.format(own="kdci:\n  depends: [results/*.json]"),
    "notebooks/b.md": NOTEBOOK.format(own="author: nobody"),
    "kdci/inner/x.py": "x = 1",
    "constraints.txt": "x==1",
    "results/1.json": "1",
    "experiments/results/2.json": "2",
}


@pytest.fixture
def root(tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.fixture
def settled(root):
    """Return a root in which nothing is stale."""
    stale.main(root)
    return root


def names(paths):
    return "".join(path.stem for path in paths)


def cached(root):
    cache = get_cache(root / "_build" / ".jupyter_cache")
    return {record.uri for record in cache.list_cache_records()}


def test_all_are_stale_at_first_and_none_afterwards(root):
    assert names(stale.main(root)) == "ab"
    assert names(stale.main(root)) == ""


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("results/1.json", "a"),
        ("experiments/results/2.json", "b"),
        ("kdci/inner/x.py", "ab"),
        ("constraints.txt", "ab"),
        ("notebooks/a.md", ""),  # the text of a notebook is for Jupyter Book's cache to watch
    ],
)
def test_change_makes_stale_what_depends_on_it(settled, changed, expected):
    with (settled / changed).open("a", encoding="utf-8") as file:
        file.write(" ")
    assert names(stale.main(settled)) == expected
    assert names(stale.main(settled)) == ""


@pytest.mark.parametrize(
    ("changed", "expected"),
    [("results/3.json", "a"), ("experiments/new/3.bin", "b"), ("kdci/y.py", "ab")],
)
def test_new_and_deleted_files_are_changes(settled, changed, expected):
    (settled / changed).parent.mkdir(exist_ok=True)
    (settled / changed).write_text("3", encoding="utf-8")
    assert names(stale.main(settled)) == expected
    (settled / changed).unlink()
    assert names(stale.main(settled)) == expected


def test_renamed_file_is_a_change(settled):
    (settled / "results/1.json").rename(settled / "results/9.json")
    assert names(stale.main(settled)) == "a"


def test_same_content_written_again_is_no_change(settled):
    os.utime(settled / "results/1.json", (1, 1))
    assert names(stale.main(settled)) == ""


def test_only_a_stale_notebook_is_dropped_from_the_cache_and_touched(settled):
    cache = get_cache(settled / "_build" / ".jupyter_cache")
    notebooks = [settled / "notebooks" / name for name in ("a.md", "b.md")]
    for path in notebooks:
        cell = nbformat.v4.new_code_cell(path.name, execution_count=1)
        executed = path.with_suffix(".ipynb")
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), executed)
        cache.cache_notebook_file(executed, uri=str(path))
        os.utime(path, (1, 1))
    a, b = notebooks
    assert cached(settled) == {str(a), str(b)}
    assert stale.main(settled) == []
    assert cached(settled) == {str(a), str(b)}

    (settled / "results/1.json").write_text("changed", encoding="utf-8")
    assert stale.main(settled) == [a]
    assert cached(settled) == {str(b)}
    assert b.stat().st_mtime == 1 < a.stat().st_mtime
