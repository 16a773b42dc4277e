"""The archive for classrooms: unpacked, and opened without a server, its instruments work."""

import zipfile

import pytest

from tests.book.checker import HTML, ready
from tools.offline import DATA, LARGEST, pack

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.slow]  # says so if there is no book


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("offline") / "kdci-book.zip"
    pack(HTML, path)
    return path


@pytest.fixture(scope="module")
def unpacked(archive, tmp_path_factory):
    """Return the archive's folder, whose name is not an easy one."""
    folder = tmp_path_factory.mktemp("the reader's folder, #1")
    with zipfile.ZipFile(archive) as book:
        book.extractall(folder)
    assert "double click" in (folder / "READ-ME.txt").read_text(encoding="utf-8")
    return folder / "kdci-book"


@pytest.fixture
def page(browser):
    """Yield a page that may read files, and ask nothing else."""
    asked = []
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        page.on("request", lambda request: asked.append(request.url))
        yield page
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []


def test_the_first_page_leads_to_the_book(page, unpacked):
    page.goto((unpacked / "index.html").as_uri())
    page.wait_for_url("**/book/intro.html")
    assert page.locator("article h1").first.is_visible()
    page.locator("#kdci-start input").press("Home")
    page.wait_for_selector("#kdci-start[data-ready=yes]")


def test_a_film_plays(page, unpacked):
    page.goto((unpacked / "notebooks" / "watch-mri.html").as_uri())
    page.wait_for_selector(".kdci-film")
    page.locator(".kdci-film").scroll_into_view_if_needed()
    page.wait_for_selector(".kdci-film[data-ready=yes]")
    page.locator(".kdci-film input[type=range]").press("End")
    assert "after all" in page.locator(".kdci-film .kdci-place").inner_text().lower()


@pytest.mark.parametrize("modality", ["spc", "mri", "cassi"])
def test_an_instrument_follows_its_slider(page, unpacked, modality):
    page.goto((unpacked / "notebooks" / f"explore-{modality}.html").as_uri())
    page.wait_for_selector(".kdci-explore")
    before = ready(page.locator(".kdci-explore"))
    page.locator(".noUi-handle").nth(1).press("Home")
    page.wait_for_function(
        "before => document.querySelector('.kdci-explore').dataset.psnr !== before",
        arg=" ".join(map(str, before)),
    )
    after = ready(page.locator(".kdci-explore"))
    assert min(*before, *after) > 10
    assert after != before


@pytest.mark.parametrize(
    ("name", "words"), [("draw-mri", "points painted"), ("draw-spc", "patterns")]
)
def test_a_drawing_is_scored(page, unpacked, name, words):
    page.goto((unpacked / "notebooks" / f"{name}.html").as_uri())
    page.wait_for_selector(".kdci-draw")
    page.locator(".kdci-draw").scroll_into_view_if_needed()
    scored = "old => ![undefined, old].includes(document.querySelector('.kdci-draw').dataset.psnr)"
    page.wait_for_function(scored, arg="", timeout=60_000)
    before = page.locator(".kdci-draw").get_attribute("data-psnr")
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("application").press("Enter")
    page.wait_for_function(scored, arg=before, timeout=60_000)
    assert int(page.locator(".kdci-draw").get_attribute("data-points")) > 0
    assert words in page.locator(".kdci-budget").inner_text()


@pytest.mark.parametrize("name", ["train-mri", "train-spc"])
def test_a_training_makes_its_steps(page, unpacked, name):
    page.goto((unpacked / "notebooks" / f"{name}.html").as_uri())
    page.wait_for_selector(".kdci-train")
    page.locator(".kdci-train").scroll_into_view_if_needed()
    page.wait_for_selector(".kdci-train[data-ready=yes]")
    for number in (1, 2):
        page.click(".kdci-train button:text-is('One step')")
        page.get_by_text(f"Step {number} of").wait_for(timeout=60_000)
        page.locator(".kdci-train button:text-is('One step')").and_(
            page.locator(":enabled")
        ).wait_for()
    assert "of the energy" in page.locator(".kdci-train figcaption").first.inner_text()


@pytest.mark.parametrize(
    ("content", "said"), [(None, "is missing"), ("", "is damaged"), ("x(", "is damaged")]
)
def test_a_file_that_does_not_serve_is_named(page, unpacked, content, said):
    file = unpacked / DATA / "mri.json.js"
    kept = file.read_bytes()
    try:
        file.unlink()
        if content is not None:
            file.write_text(content, encoding="utf-8")
        page.goto((unpacked / "notebooks" / "explore-mri.html").as_uri())
        page.wait_for_selector(".kdci-explore")
        page.locator(".kdci-explore").scroll_into_view_if_needed()
        page.wait_for_selector(".kdci-explore[data-ready=no]")
        sentence = page.locator(".kdci-explore").inner_text()
        assert "mri.json: this file" in sentence
        assert said in sentence
    finally:
        file.write_bytes(kept)


def test_the_archive_is_not_larger_than_promised(archive):
    assert archive.stat().st_size / 1e6 <= LARGEST


def test_the_same_book_is_the_same_archive(archive, tmp_path):
    pack(HTML, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_without_a_book_it_says_how_to_build_one(tmp_path):
    with pytest.raises(FileNotFoundError, match="make book"):
        pack(tmp_path, tmp_path / "kdci-book.zip")
    assert list(tmp_path.iterdir()) == []
