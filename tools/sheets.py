"""Print the sheets of both labs from the built book: _build/sheets/, as PDF.

A student's sheet is the page without what is for the instructor and without the answers; the
instructor's has everything, with the answers unfolded. Chromium prints them, without a window.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from kdci import files
from kdci.classroom.course import ROOT
from tests.book.chromium import launch
from tools.pdf import MARGINS

HTML, SHEETS = ROOT / "_build" / "html", ROOT / "_build" / "sheets"
LABS = ("lab-1", "lab-2")
TAKE_OUT = """document.querySelectorAll("#for-the-instructor, .admonition.dropdown")
    .forEach(found => found.remove())"""
UNFOLD = """document.querySelectorAll(".toggle-hidden")
    .forEach(found => found.classList.remove("toggle-hidden"))"""
READERS = {"student": TAKE_OUT, "instructor": UNFOLD}
"""By reader: what is done to the page before it is printed."""


def sheets(program: Browser, book: Path = HTML) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each sheet.

    Args:
        program: what prints.
        book: the folder of the built book.

    Raises:
        FileNotFoundError: if a lab's page is not built.
    """
    with program.new_page(color_scheme="light") as page:
        for lab in LABS:
            source = book / "book" / "classroom" / f"{lab}.html"
            if not source.is_file():
                raise FileNotFoundError(f"{source}: there is no such page; run `make book`")
            for reader in READERS:
                prepare(page, source, reader)
                yield f"{lab}-{reader}.pdf", page.pdf(format="A4", margin=MARGINS)


def prepare(page: Page, source: Path, reader: str) -> None:
    """Open a lab's page, and leave of it what a reader gets, as it is printed."""
    page.goto(source.as_uri())
    page.evaluate(READERS[reader])
    page.emulate_media(media="print")


def write_sheets(folder: Path = SHEETS) -> list[Path]:
    """Print all sheets into a folder, and return their files."""
    with sync_playwright() as playwright, launch(playwright) as program:
        return [files.write_bytes(folder / name, pdf) for name, pdf in sheets(program)]


def main() -> None:
    """Print all sheets, and say how large they are."""
    for path in write_sheets():
        kilobytes = path.stat().st_size / 1e3
        sys.stdout.write(f"{path.relative_to(ROOT)}, {kilobytes:.0f} kB\n")


if __name__ == "__main__":
    main()
