"""The PDF of the book: some pages of it, and what is found to be wrong on paper."""

import pytest
from pypdf import PdfReader

from kdci.classroom.contents import contents
from tests.book.checker import HTML
from tools.pdf import write

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.slow]  # says so if there is no book
PARTS = [
    ("", ["book/intro"]),
    ("Touch it", ["notebooks/explore-mri"]),
    ("Reference", ["book/deviations", "notebooks/verdicts"]),
]
BAD = """<html><body><article><h1>Bad<a class="headerlink" href="#x">#</a></h1>
<p><img src="not-there.png" width="9" height="9"></p>
<table><tr><td><div style="width: 2000px">too much</div></td></tr></table>
<details class="hide"><summary>Show</summary><pre>code = "folded"</pre></details>
<details><summary>More</summary><p>A solution.</p></details>
</article></body></html>"""


@pytest.fixture(scope="module")
def book(tmp_path_factory, browser):
    path = tmp_path_factory.mktemp("pdf") / "book.pdf"
    assert write(PARTS, HTML, path, browser) == []
    return PdfReader(path)


def titles(outline):
    return [titles(one) if isinstance(one, list) else one.title for one in outline]


def test_the_contents_are_its_outline(book):
    first, *rest = titles(book.outline)
    assert "Distilling" in first
    assert rest[0::2] == ["Touch it", "Reference"]
    assert [len(pages) for pages in rest[1::2]] == [1, 2]
    assert "#" not in "".join(rest[3])


def test_links_between_pages_stay_inside_and_no_path_of_this_machine_is_in_it(book):
    found = [a.get_object() for page in book.pages for a in page.get("/Annots", ())]
    addresses = [str(a["/A"]["/URI"]) for a in found if "/URI" in a.get("/A", {})]
    assert addresses
    assert all(address.startswith(("http:", "https:", "mailto:")) for address in addresses)
    numbers = {page.indirect_reference.idnum for page in book.pages}
    inside = [a["/Dest"][0].idnum for a in found if isinstance(a.get("/Dest"), list)]
    assert inside
    assert set(inside) <= numbers


def test_an_instrument_is_its_picture_and_numbers_are_text(book):
    text = "".join(page.extract_text() for page in book.pages)
    assert "Touch it: MRI" in text
    assert "PSNR" in text
    assert "Show the code" not in text


def test_what_is_missing_or_too_wide_is_named_and_what_is_folded_is_printed(tmp_path, browser):
    (tmp_path / "bad.html").write_text(BAD, encoding="utf-8")
    faults = write([("", ["bad"])], tmp_path, tmp_path / "bad.pdf", browser)
    assert faults == ["bad: missing: not-there.png", "bad: too wide: <table> too much"]
    text = PdfReader(tmp_path / "bad.pdf").pages[0].extract_text()
    assert "A solution." in text
    assert "folded" not in text


def test_a_page_that_is_not_built_is_named_before_any_is_printed(tmp_path, browser):
    with pytest.raises(FileNotFoundError, match=r"nothing\.html: is not built; run `make book`"):
        write([("", ["nothing"])], tmp_path, tmp_path / "none.pdf", browser)


def test_every_page_of_the_contents_is_in_it():
    names = [name for _, own in contents() for name in own]
    assert names[0] == "book/intro"
    assert len(names) == len(set(names)) > 30
