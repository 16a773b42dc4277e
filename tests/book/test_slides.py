"""The slides, made of the built book: its figures, its instrument, nothing from elsewhere."""

import re

import pytest

from tests.book.checker import HTML
from tools.slides import MODULES, Figures, copy_scripts, write_slides


@pytest.fixture(scope="module")
def slides(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "slides"
    lecture = write_slides(folder=folder)
    if not (MODULES / "reveal.js").is_dir():
        pytest.skip("reveal.js is not installed: run make book")
    copy_scripts(MODULES, folder)
    return lecture, folder


def test_all_that_is_named_is_there(slides):
    _, folder = slides
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="https?:', page) == []
    local = re.findall(r' (?:src|href)="(?!\.\.)([^"#]+)"', page)
    assert len(local) > 10
    assert [name for name in local if not (folder / name).is_file()] == []
    framed = re.findall(r'data-src="\.\./html/([^"#]+)#([\w-]+)"', page)
    for name, label in framed:
        assert f'id="{label}"' in (HTML / name).read_text(encoding="utf-8")
    assert framed


def test_every_slide_fits(slides, browser):
    lecture, folder = slides
    with browser.new_page(viewport={"width": 1280, "height": 800}) as page:
        problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto((folder / "index.html").as_uri())
        page.wait_for_function("window.Reveal?.isReady()")
        for number, slide in enumerate(lecture.slides):
            page.evaluate("number => Reveal.slide(number)", number)
            shown = page.locator("section.present")
            assert shown.locator(":is(h1, h2)").inner_text() == slide.title
            tall = "section => section.scrollHeight - section.clientHeight"
            assert shown.evaluate(tall) <= 1, slide.title
            for frame in shown.locator("iframe").all():
                assert frame.bounding_box()["height"] > 400, slide.title
        assert problems == []


def test_a_figure_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match="figure fig-none: must be one of the book"):
        Figures(HTML, tmp_path)("fig-none")
