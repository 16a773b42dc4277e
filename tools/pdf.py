"""Write the whole book as one PDF, as a browser prints it: _build/kdci-book.pdf.

    python -m tools.pdf

Each page of the contents is printed without scripts, so an instrument is its picture. What is
folded is unfolded, but code that is folded is left out. Links from page to page lead to the page in
the PDF, and the contents are its outline. A picture that is missing, or content that is wider than
the paper, is an error.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NullObject, NumberObject
from tqdm import tqdm

from kdci.classroom.contents import Contents, contents
from tests.book.chromium import launch

ROOT = Path(__file__).parents[1]
HTML, PDF = ROOT / "_build" / "html", ROOT / "_build" / "kdci-book.pdf"
PAPER = {"format": "A4", "print_background": True, "prefer_css_page_size": False}
MARGINS = {"top": "16mm", "bottom": "16mm", "left": "14mm", "right": "14mm"}
WIDTH = 688
"""Of what is printed, A4 without its margins [CSS pixels]."""
UNFOLD = """() => {
    for (const code of document.querySelectorAll("details.hide:not(:has(.cell_output))"))
        code.remove();
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const folded of document.querySelectorAll(".toggle-hidden"))
        folded.classList.remove("toggle-hidden");
    for (const image of document.images) image.loading = "eager";
    return Promise.all([...document.images].map(image => image.decode().catch(() => {})));
}"""
TITLE = """found => [...found.childNodes]
    .filter(node => !node.classList?.contains("headerlink"))
    .map(node => node.textContent).join("")"""
FAULTS = """() => {
    const article = document.querySelector("article");
    const shown = found => found.getClientRects().length > 0;
    const missing = [...article.querySelectorAll("img")]
        .filter(image => shown(image) && !image.naturalWidth)
        .map(image => `missing: ${image.getAttribute("src").slice(0, 80)}`);
    const edge = article.getBoundingClientRect().right + 1;
    const wide = [...article.querySelectorAll("table, pre, img, svg, div.math")]
        .filter(found => shown(found) && !found.closest("svg svg, div.math *"))
        .filter(found => found.getBoundingClientRect().right > edge
            || found.scrollWidth > found.clientWidth + 1 && found.matches("pre, div.math, table"))
        .map(found => `too wide: <${found.localName}> ${found.textContent.trim().slice(0, 60)}`);
    return [...missing, ...wide];
}"""


def printed(page: Page, path: Path) -> tuple[bytes, str, list[str]]:
    """Return a built page as PDF, its title, and what is wrong with it on paper."""
    page.goto(path.as_uri())
    page.evaluate(UNFOLD)
    title = page.locator("article h1").first.evaluate(TITLE)
    faults = page.evaluate(FAULTS)
    return page.pdf(**PAPER, margin=MARGINS), " ".join(title.split()), faults


def join(parts: Contents, prints: Mapping[str, tuple[bytes, str]], html: Path) -> PdfWriter:
    """Return one document: the pages in order, an outline, and links that stay inside."""
    writer, first = PdfWriter(), {}
    for caption, names in parts:
        parent = None
        for name in names:
            content, title = prints[name]
            first[(html / f"{name}.html").as_posix()] = len(writer.pages)
            writer.append(PdfReader(io.BytesIO(content)), import_outline=False)
            at = first[(html / f"{name}.html").as_posix()]
            if caption and parent is None:
                parent = writer.add_outline_item(title=caption, page_number=at)
            writer.add_outline_item(title=title, page_number=at, parent=parent)
    for link in links(writer):
        target = urlsplit(urldefrag(str(link["/A"]["/URI"]))[0])
        if target.scheme not in ("http", "https", "mailto"):  # a page, or the picture itself
            lead(link, writer, first.get(unquote(target.path)))
    return writer


def links(writer: PdfWriter) -> Iterator[DictionaryObject]:
    """Yield the annotations of a document that lead to an address."""
    for page in writer.pages:
        for annotation in page.get("/Annots", ()):
            found = annotation.get_object()
            if "/URI" in found.get("/A", {}):
                yield found


def lead(link: DictionaryObject, writer: PdfWriter, at: int | None) -> None:
    """Let a link lead to a page of the document; nowhere, if the document does not have it."""
    del link[NameObject("/A")]
    if at is not None:
        place = [NameObject("/XYZ"), NullObject(), NullObject(), NumberObject(0)]
        link[NameObject("/Dest")] = ArrayObject([writer.pages[at].indirect_reference, *place])


def write(parts: Contents, html: Path, pdf: Path, browser: Browser) -> list[str]:
    """Write the PDF of some pages, and return what is wrong with them on paper.

    Args:
        parts: captions, and names of pages as the table of contents has them.
        html: folder of the built book.
        pdf: the file.
        browser: that prints.

    Raises:
        FileNotFoundError: if a page is not built, before any is printed.
    """
    names = [name for _, own in parts for name in own]
    for name in names:
        if not (html / f"{name}.html").is_file():
            raise FileNotFoundError(f"{html / name}.html: is not built; run `make book`")
    prints, faults = {}, []
    viewport = {"width": WIDTH, "height": 900}
    with browser.new_page(java_script_enabled=False, viewport=viewport) as page:
        page.emulate_media(media="print", color_scheme="light")
        for name in tqdm(names, desc="pages", disable=None):
            content, title, wrong = printed(page, html / f"{name}.html")
            prints[name] = content, title
            faults += [f"{name}: {fault}" for fault in wrong]
    temporary = pdf.with_suffix(".tmp")
    document = join(parts, prints, html)
    document.add_metadata({"/Title": prints[names[0]][1], "/Author": "The KDCI contributors"})
    document.compress_identical_objects()
    with temporary.open("wb") as file:
        document.write(file)
    temporary.replace(pdf)
    return faults


def main() -> None:
    """Write the book, and say how large it is.

    Raises:
        SystemExit: if a picture is missing, or something is wider than the paper.
    """
    with sync_playwright() as playwright:
        browser = launch(playwright)
        faults = write(contents(), HTML, PDF, browser)
        browser.close()
    pages = len(PdfReader(PDF).pages)
    print(f"{PDF.relative_to(ROOT)}: {pages} pages, {PDF.stat().st_size / 1e6:.0f} MB")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
