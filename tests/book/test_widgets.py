"""The live instruments, in a real browser."""

import json

import numpy as np
import pytest
from matplotlib.image import imsave

from tests.book.axe import put_into, violations
from tests.book.checker import HTML

INSTRUMENTS = ("spc", "mri", "cassi")
READY = "() => document.querySelector('.kdci-explore')?.dataset.ready"
STATE = "state => document.querySelector('.kdci-explore').dataset.state === state"


@pytest.fixture
def page(browser):
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        yield page


def opened(page, site, modality):
    """Return the view of an instrument, once it has drawn."""
    page.goto(f"{site}/notebooks/explore-{modality}.html")
    page.wait_for_selector(".kdci-explore")
    view = page.locator(".kdci-explore")
    view.scroll_into_view_if_needed()
    page.wait_for_function(READY)
    return view


def pixels(view):
    return view.locator("canvas").nth(4).evaluate("canvas => canvas.toDataURL()")


def slider(page, which):
    return page.locator(".noUi-handle").nth(which)


def shown_psnr(view):
    return [float(value) for value in view.get_attribute("data-psnr").split()]


@pytest.mark.parametrize("modality", INSTRUMENTS)
def test_the_numbers_are_kdcis(page, site, modality):
    view = opened(page, site, modality)
    contents = json.loads(
        (HTML / "_static" / "widgets" / f"{modality}.json").read_text(encoding="utf-8")
    )
    point, noise, *sides, image = map(int, view.get_attribute("data-state").split("."))
    expected = [contents["systems"][s]["points"][point]["psnr"][noise][image] for s in sides]
    assert shown_psnr(view) == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize("modality", INSTRUMENTS)
@pytest.mark.parametrize("which", [0, 1])
def test_a_slider_changes_the_pixels_by_keyboard(page, site, modality, which):
    view = opened(page, site, modality)
    before, state = pixels(view), view.get_attribute("data-state").split(".")
    slider(page, which).press("ArrowLeft")
    state[which] = str(int(state[which]) - 1)
    page.wait_for_function(STATE, arg=".".join(state))
    assert pixels(view) != before


def test_a_slider_changes_the_pixels_by_mouse(page, site):
    view = opened(page, site, "mri")
    before = pixels(view)
    slider(page, 0).scroll_into_view_if_needed()
    box = slider(page, 0).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    page.wait_for_function("() => document.querySelector('.kdci-explore').dataset.state[0] === '2'")
    assert pixels(view) != before


def test_of_ten_quick_moves_the_last_one_wins(page, site):
    view = opened(page, site, "spc")
    handle, before = slider(page, 1), int(view.get_attribute("data-drawn"))
    for key in ["ArrowRight"] * 5 + ["ArrowLeft"] * 5:
        handle.press(key, no_wait_after=True)
    handle.press("End")
    last = (
        len(json.loads((HTML / "_static/widgets/spc.json").read_text(encoding="utf-8"))["snrs"]) - 1
    )
    page.wait_for_function(
        "n => document.querySelector('.kdci-explore').dataset.state.split('.')[1] === n",
        arg=str(last),
    )
    page.wait_for_timeout(500)
    assert view.get_attribute("data-state").split(".")[1] == str(last)
    drawn = int(view.get_attribute("data-drawn")) - before
    assert 1 <= drawn <= 11  # at most once a move: nothing is piled up


def test_a_link_brings_the_state_back_and_reset_the_beginning(page, site):
    page.goto(f"{site}/notebooks/explore-mri.html#mri=0.3.0.4.1")
    page.wait_for_selector(".kdci-explore")
    view = page.locator(".kdci-explore")
    view.scroll_into_view_if_needed()
    page.wait_for_function(STATE, arg="0.3.0.4.1")
    view.get_by_role("button", name="Copy link").click()
    assert "mri=0.3.0.4.1" in page.url
    view.get_by_role("button", name="Reset").click()
    page.wait_for_function(STATE, arg="1.7.2.1.0")


def test_ones_own_picture_is_measured(page, site, tmp_path):
    view = opened(page, site, "spc")
    before = view.get_attribute("data-psnr")
    imsave(tmp_path / "own.png", np.eye(50))
    view.locator("input[type=file]").set_input_files(tmp_path / "own.png")
    page.wait_for_function(
        "before => document.querySelector('.kdci-explore').dataset.psnr !== before",
        arg=before,
    )
    assert "own picture" in view.locator("canvas").first.get_attribute("aria-label")


@pytest.mark.parametrize(
    ("modality", "start"), [("mri", "back-projection"), ("spc", "pseudo-inverse")]
)
def test_what_the_decoder_starts_from_has_its_own_name(page, site, modality, start):
    captions = opened(page, site, modality).locator("figcaption").all_inner_texts()
    assert captions[3] == f"its {start}"


def test_systems_are_compared_in_one_place_by_keyboard_touch_and_flicker(browser, site):
    with browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True) as page:
        figure = opened(page, site, "mri").locator(".kdci-flicker")
        canvas, caption = figure.locator("canvas"), figure.locator("figcaption")
        shown = "k => document.querySelector('.kdci-flicker').dataset.shown === k"
        first = canvas.evaluate("canvas => canvas.toDataURL()")
        figure.get_by_role("radio").first.press("ArrowDown")
        page.wait_for_function(shown, arg="1")
        assert "E2E baseline: PSNR" in caption.inner_text()
        assert canvas.evaluate("canvas => canvas.toDataURL()") != first
        canvas.tap()
        assert caption.inner_text() == "scene"
        figure.get_by_role("button", name="Flicker").press("Enter")
        for k in "010":
            page.wait_for_function(shown, arg=k)
        page.emulate_media(reduced_motion="reduce")
        figure.get_by_role("button").wait_for(state="hidden")
        still = figure.get_attribute("data-shown")
        page.wait_for_timeout(1600)  # of two beats
        assert figure.get_attribute("data-shown") == still


def test_a_spectrum_follows_the_keyboard(page, site):
    view = opened(page, site, "cassi")
    scene = view.locator("canvas").first
    scene.press("ArrowRight")
    assert "column 17, row 16" in view.locator("figure figcaption").last.inner_text()


def test_a_tap_on_the_scene_moves_the_spectrum(browser, site):
    with browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True) as page:
        view = opened(page, site, "cassi")
        view.locator("canvas").first.tap(position={"x": 20, "y": 20})
        assert "column 3, row 3" in view.locator("figure figcaption").last.inner_text()


def test_before_its_pictures_are_there_frames_say_so(page, site):
    page.route("**/*.wasm", lambda _: None)  # it never comes
    page.goto(f"{site}/notebooks/explore-mri.html")
    view = page.locator(".kdci-explore")
    view.scroll_into_view_if_needed()
    frames = view.locator("figure[data-waits='loading…']")
    frames.first.wait_for()
    assert frames.count() == view.locator("canvas").count() == 9
    assert view.get_by_role("status").inner_text() == "The systems are loading."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_handles_of_sliders_are_no_white_on_white(browser, site, scheme):
    with browser.new_page(color_scheme=scheme) as page:
        opened(page, site, "spc")
        colour = "handle => getComputedStyle(handle).backgroundColor"
        wanted = {"light": "rgb(0, 114, 178)", "dark": "rgb(86, 180, 233)"}[scheme]
        for handle in page.locator(".noUi-handle").all():
            assert handle.evaluate(colour) == wanted


def test_student_and_baseline_have_their_colours_of_the_books_figures(page, site):
    view = opened(page, site, "spc")
    colour = "(mark, what) => getComputedStyle(mark)[what]"
    wanted = {"student": "rgb(213, 94, 0)", "E2E baseline": "rgb(0, 114, 178)"}
    lines = view.locator(".kdci-plot polyline").all()[:2]
    assert [line.evaluate(colour, "stroke") for line in lines] == list(wanted.values())
    for name, mark in zip(wanted, view.locator(".kdci-key span").all(), strict=True):
        assert mark.inner_text().startswith(name)
        before = "mark => getComputedStyle(mark, '::before').backgroundColor"
        assert mark.evaluate(before) == wanted[name]


def test_the_magnifier_stands_below_the_pictures(page, site):
    view = opened(page, site, "mri")
    below = view.locator(".kdci-panels + .kdci-magnify")
    below.click()
    scene = view.locator("canvas").first
    scene.dispatch_event("pointerdown", {"pointerType": "touch", "bubbles": True})
    assert view.locator(".kdci-lens").is_visible()


def test_a_press_moves_the_lens_and_not_the_comparison(browser, site):
    with browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True) as page:
        view = opened(page, site, "mri")
        view.get_by_role("button", name="Magnifier").tap()
        view.locator(".kdci-flicker canvas").tap()
        assert view.locator(".kdci-lens").is_visible()
        assert view.locator(".kdci-flicker").get_attribute("data-shown") == "0"


def test_a_setting_that_fails_shows_no_other_settings_pictures(page, site):
    view = opened(page, site, "spc")
    page.route("**/*.onnx", lambda route: route.fulfill(status=404))
    slider(page, 0).press("Home")
    page.wait_for_function("() => document.querySelector('[data-ready=failed]')")
    assert "This setting cannot be computed" in view.get_by_role("status").inner_text()
    assert not view.locator("canvas").first.is_visible()
    assert slider(page, 0).is_visible()
    slider(page, 0).press("ArrowRight")
    page.wait_for_function("() => document.querySelector('[data-ready=yes]')")
    assert view.locator("canvas").first.is_visible()


def test_nothing_of_the_runtime_loads_before_a_widget_is_seen(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/notebooks/mri.html")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/widgets/" in url]


@pytest.mark.parametrize("modality", INSTRUMENTS)
def test_without_javascript_pictures_and_table_are_there(browser, site, modality):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/notebooks/explore-{modality}.html")
        assert page.locator(f"#fig-explore-{modality} img").is_visible()
        contents = json.loads(
            (HTML / "_static" / "widgets" / f"{modality}.json").read_text(encoding="utf-8")
        )
        rows = page.locator("table tbody tr").count()
        assert rows >= len(contents["points"]) * len(contents["snrs"])


@pytest.mark.parametrize("modality", INSTRUMENTS)
def test_on_a_phone_a_widget_is_accessible_and_not_too_wide(browser, site, modality):
    """On a desktop, test_every_page.py asks the same of all pages, beginning with light colours."""
    phone = {"width": 390, "height": 844}
    with browser.new_page(viewport=phone, color_scheme="dark") as page:
        opened(page, site, modality)
        for scheme in ("dark", "light"):
            put_into(page, scheme)
            assert violations(page, ".widget-vbox") == []
        too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
        assert not page.evaluate(too_wide)
