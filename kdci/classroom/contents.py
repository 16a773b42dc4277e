"""The book's table of contents, from ``_toc.yml``."""

from __future__ import annotations

from pathlib import Path

import yaml

from kdci import files
from kdci.classroom.course import ROOT

Contents = list[tuple[str, list[str]]]


def contents(root: Path = ROOT) -> Contents:
    """Return the parts of the book: caption and names of pages. The first page has no caption."""
    table = yaml.safe_load(files.read_text(root / "_toc.yml"))
    parts = [
        (part["caption"], [each["file"] for each in part["chapters"]]) for part in table["parts"]
    ]
    return [("", [table["root"]]), *parts]


def reading_order(root: Path = ROOT) -> list[str]:
    """Return the names of the book's pages, from the first one to the last."""
    return [page for _, pages in contents(root) for page in pages]
