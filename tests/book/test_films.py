"""A film in a real browser: scrubbed, played, linked to, and said where it is damaged."""

import json

import pytest

from benchmarks.widgets import LIGHT_KB, kilobytes, new_page
from kdci.widgets.films.build import NAME
from tests.book.axe import put_into, violations
from tests.book.checker import HTML, watch

PAGE, START = f"notebooks/{NAME}.html", "book/intro.html"
VIEW = ".kdci-film"
POSITION = "e => e.style.backgroundPosition"
SIZES = """all => all.map(word => parseFloat(getComputedStyle(word).fontSize)
    * word.ownerSVGElement.getScreenCTM().a)"""

pytestmark = pytest.mark.slow


def opened(page, site, state=""):
    """Open the page, and return the instrument once it shows a film."""
    page.goto(f"{site}/{PAGE}{state}")
    view = page.locator(VIEW)
    view.wait_for()
    view.scroll_into_view_if_needed()
    page.wait_for_selector(f"{VIEW}[data-ready=yes]", timeout=60_000)
    return view


@pytest.fixture(scope="module")
def film():
    contents = json.loads((HTML / "_static" / "widgets" / f"{NAME}.json").read_text("utf-8"))
    return contents["films"][0]


@pytest.fixture(scope="module")
def page(browser, site):
    """Yield a phone's page that has a film, and asks no other host."""
    with browser.new_page(viewport={"width": 390, "height": 844}) as page:
        heard = watch(page, site)
        opened(page, site)
        yield page
    assert heard() == []


def test_the_keyboard_scrubs_and_pictures_and_numbers_follow(page, film):
    view, slider = page.locator(VIEW), page.locator(f"{VIEW} input[type=range]")
    slider.press("Home")
    first = view.locator("figcaption").all_inner_texts()
    assert f"{film['reels'][0]['psnr'][0]:.1f} dB" in first[0]
    slider.press("ArrowRight")
    assert f"step {film['steps'][1] + 1} of" in slider.get_attribute("aria-valuetext")
    slider.press("End")
    last = view.locator("figcaption").all_inner_texts()
    assert all(
        f"{r['psnr'][-1]:.1f} dB" in text for r, text in zip(film["reels"], last, strict=False)
    )
    places = view.locator(".kdci-strip").evaluate_all(f"all => all.map({POSITION})")
    assert places[:6] == ["0px 100%"] * 6
    assert view.get_attribute("data-at") == str(len(film["steps"]) - 1)


def test_what_to_notice_is_said_politely_at_its_moment(page, film):
    view = page.locator(VIEW)
    notice = film["notices"][1]
    said = view.locator("[role=status]")
    view.locator(".kdci-moments button").nth(1).click()
    assert view.get_attribute("data-at") == str(notice["at"])
    assert said.inner_text() == notice["text"]
    assert said.get_attribute("aria-live") == "polite"
    assert view.locator(".kdci-moments [aria-current=step]").count() == 1


def test_it_plays_only_when_told_and_stops_at_the_end(page, film):
    page.emulate_media(reduced_motion="reduce")
    view, play = page.locator(VIEW), page.get_by_role("button", name="Play")
    last = len(film["steps"]) - 1
    page.locator(f"{VIEW} input[type=range]").evaluate(
        "(e, at) => { e.value = at; e.dispatchEvent(new Event('input')); }", last - 3
    )
    page.wait_for_timeout(600)
    assert view.get_attribute("data-at") == str(last - 3)  # nothing plays by itself
    play.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Pause").wait_for()
    page.wait_for_selector(f"{VIEW}[data-at='{last}']")
    play.wait_for()
    assert "After all" in view.locator("[role=status]").inner_text()


def test_it_is_accessible_and_fits_a_phone(page):
    for scheme in ("dark", "light"):
        put_into(page, scheme)
        assert violations(page, VIEW) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_link_brings_film_and_moment_back(page):
    view = page.locator(VIEW)
    view.locator("input[type=range]").press("Home")
    view.locator("input[type=range]").press("PageUp")
    at = view.get_attribute("data-at")
    assert int(at) > 0
    view.get_by_role("button", name="Copy link").click()
    page.wait_for_function("() => location.hash.length > 1")
    page.reload()
    page.locator(VIEW).scroll_into_view_if_needed()
    page.wait_for_selector(f"{VIEW}[data-ready=yes]")
    assert page.locator(VIEW).get_attribute("data-at") == at


@pytest.mark.parametrize(("body", "said"), [(None, "404"), (b"no picture", "is damaged")])
def test_a_film_that_is_missing_or_damaged_is_said(browser, site, film, body, said):
    name = film["reels"][1]["patterns"]
    answer = {"status": 404} if body is None else {"body": body}
    with browser.new_page() as page:
        page.route(f"**/{name}", lambda route: route.fulfill(**answer))
        page.goto(f"{site}/{PAGE}")
        page.locator(VIEW).scroll_into_view_if_needed()
        page.wait_for_selector(f"{VIEW}[data-ready=no]", timeout=60_000)
        assert name in page.locator(VIEW).inner_text()
        assert said in page.locator(VIEW).inner_text()


def test_the_start_page_is_light_until_it_is_touched(browser, site):
    with new_page(browser) as (page, paths):
        page.goto(f"{site}/{START}")
        page.wait_for_load_state("networkidle")
        assert kilobytes(paths) <= LIGHT_KB
        assert not any(path.endswith("strip.png") for path in paths)
        root = page.locator("#kdci-start")
        before = root.get_by_role("status").inner_text()
        root.get_by_role("slider").press("Home")
        page.wait_for_selector("#kdci-start[data-ready=yes]")
        assert root.get_by_role("status").inner_text() != before
        assert root.locator(".kdci-start-picture").is_visible()
        assert not root.locator("img").is_visible()
        assert kilobytes(paths) <= LIGHT_KB
        assert violations(page, "#kdci-start") == []


def test_without_javascript_pictures_are_there(browser, site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/{PAGE}")
        assert page.locator("#fig-explore-watch :is(img, svg)").first.is_visible()
        page.goto(f"{site}/{START}")
        assert page.locator("#kdci-start img").is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_words_of_its_charts_are_no_smaller_than_captions(browser, site, width):
    with browser.new_page(viewport={"width": width, "height": 900}) as page:
        sizes = opened(page, site).locator(".kdci-charts text").evaluate_all(SIZES)
        assert sizes
        assert min(sizes) >= 13


def test_a_legend_fills_the_place_that_three_charts_leave(browser, site):
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        charts = opened(page, site).locator(".kdci-charts")
        assert charts.locator(".kdci-key span").all_inner_texts() == ["E2E", "Student", "Teacher"]
        last, legend = [charts.locator(name).last.bounding_box() for name in ("svg", "div")]
        assert legend["x"] > last["x"] + last["width"] - 1
        assert last["y"] < legend["y"] < last["y"] + last["height"]
