"""Readers' surroundings: servers, browsers and files that do not do what the instruments want."""

import re
import shutil

import pytest

from tests.book.checker import HTML

PAGE = "notebooks/explore-spc.html"
SAID = """() => {
    const box = document.querySelector(".kdci-explore");
    if (box && !box.dataset.ready) box.scrollIntoView();
    const waiting = document.querySelector(".kdci-waiting");
    return box?.dataset.ready || /cannot|opened/.test(waiting?.innerText ?? "");
}"""
DEAD = "input, select, canvas, progress, .noUi-handle, .widget-label, .kdci-explore button"
POLICY = "default-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self' "


@pytest.fixture
def page(browser):
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        yield page


def answer(page, pattern, **instead):
    """Let the server answer otherwise: by content (``body``, ``status``) or by ``headers``."""

    def reply(route):
        if headers := instead.get("headers"):
            response = route.fetch()
            route.fulfill(response=response, headers={**response.headers, **headers})
        else:
            route.fulfill(**instead)

    page.route(re.compile(pattern), reply)


def sentence(page, url):
    """Open a page whose instrument cannot start; return what stands there, and see it is alone."""
    page.goto(url)
    page.wait_for_function(SAID)
    output = page.locator(".cell_output", has=page.locator(".kdci-explore, .kdci-waiting"))
    assert [found for found in output.locator(DEAD).all() if found.is_visible()] == []
    assert output.get_by_role("link", name="pictures and numbers below").is_visible()
    assert page.locator("#fig-explore-spc img").is_visible()
    return output.locator("[role=status]:visible").inner_text()


def test_the_types_that_a_server_gives_do_not_matter(page, site):
    answer(page, r"\.(js|mjs|wasm|onnx|json|f32)$", headers={"content-type": "text/plain"})
    page.goto(f"{site}/{PAGE}")
    page.wait_for_selector(".kdci-explore")
    page.wait_for_function(SAID)
    assert page.locator(".kdci-explore").get_attribute("data-ready") == "yes"


FAULTS = {
    "missing graph": (r"\.onnx$", {"status": 404}, r"\.onnx: the server says 404"),
    "damaged graph": (r"\.onnx$", {"body": "x"}, r"\.onnx: this file is damaged"),
    "cut numbers": (r"\.f32$", {"body": "abcd"}, r"\.f32: this file is damaged"),
    "damaged contents": (r"spc\.json$", {"body": "<html>"}, r"spc\.json: this file is damaged"),
    "damaged wasm": (r"\.wasm$", {"body": "x"}, r"ort-wasm-simd-threaded: this file is damaged"),
    "damaged module": (r"ort\.wasm\.min\.mjs", {"body": "}"}, r"min\.mjs: this file is damaged"),
    "no require": (r"require\.js", {"status": 404}, r"require\.js cannot be loaded"),
    "no anywidget": (r"anywidget\.js", {"status": 404}, r"anywidget\.js cannot be loaded"),
    "damaged manager": (r"embed-amd\.js", {"body": "}"}, r"embed-amd\.js is damaged"),
    "no eval": (
        r"\.html$",
        {"headers": {"content-security-policy": f"{POLICY}'unsafe-inline' blob:"}},
        r"Content-Security-Policy \(unsafe-eval\)",
    ),
    "no blobs": (
        r"\.html$",
        {"headers": {"content-security-policy": f"{POLICY}'unsafe-inline' 'unsafe-eval'"}},
        r"Content-Security-Policy \(script-src-elem: blob\)",
    ),
    "no connection": (
        r"\.html$",
        {
            "headers": {
                "content-security-policy": f"{POLICY}'unsafe-inline' 'unsafe-eval' blob:; "
                "connect-src 'none'"
            }
        },
        r"spc\.json: the server does not answer",
    ),
}


@pytest.mark.parametrize(("pattern", "instead", "said"), FAULTS.values(), ids=FAULTS)
def test_an_instrument_that_cannot_start_leaves_a_sentence(page, site, pattern, instead, said):
    answer(page, pattern, **instead)
    assert re.search(said, sentence(page, f"{site}/{PAGE}"))


def test_without_webassembly_a_sentence_says_so(page, site):
    page.add_init_script("delete window.WebAssembly")
    assert "has no WebAssembly" in sentence(page, f"{site}/{PAGE}")


def test_a_page_opened_as_a_file_says_how_to_serve_the_book(page, tmp_path):
    folder = tmp_path / "the reader's book"
    (folder / "notebooks").mkdir(parents=True)
    shutil.copy2(HTML / PAGE, folder / "notebooks")
    for name in ("_static", "_images"):
        (folder / name).symlink_to(HTML / name)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    said = sentence(page, (folder / PAGE).as_uri())
    quoted = str(folder).replace("'", "'\\''")
    assert f"python3 -m http.server -d '{quoted}'" in said
    assert f"http://localhost:8000/{PAGE}" in said
    assert not [url for url in asked if "/widgets/" in url]


def test_with_storage_blocked_the_theme_and_the_search_work(page, site):
    blocked = "get() { throw new DOMException('blocked', 'SecurityError'); }, configurable: true"
    for name in ("localStorage", "sessionStorage"):
        page.add_init_script(f"Object.defineProperty(window, '{name}', {{{blocked}}})")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{site}/search.html?q=undersampling")
    found = page.locator("#search-results li a")
    found.first.wait_for()
    assert "glossary" in found.first.get_attribute("href")
    theme = page.locator("html")
    before = theme.get_attribute("data-mode")
    page.locator(".theme-switch-button:visible").first.click()
    assert theme.get_attribute("data-mode") != before
    assert errors == []


LUMINANCE = """selector => {
    const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(v => linear(v / 255))
        .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0);
    return [...document.querySelectorAll(selector)].filter(found => found.checkVisibility())
        .map(found => light(getComputedStyle(found).color));
}"""


def test_a_dark_page_is_printed_light_whole_and_without_navigation(browser, site):
    with browser.new_page(viewport={"width": 700, "height": 900}, color_scheme="dark") as page:
        page.goto(f"{site}/{PAGE}")
        page.wait_for_load_state("networkidle")
        assert page.locator("html").get_attribute("data-theme") == "dark"
        page.emulate_media(media="print")
        page.locator("html[data-theme=light]").wait_for()
        texts = page.evaluate(LUMINANCE, ".bd-article :is(p, li, td, h2, a, code, span)")
        assert len(texts) > 100
        assert max(texts) < 0.183  # 4.5 to 1 on white
        paper = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(paper) == "rgb(255, 255, 255)"
        for hidden in (".bd-sidebar-primary", ".bd-header-article", ".prev-next-area"):
            assert not page.locator(hidden).first.is_visible(), hidden
        link = page.locator(".bd-article p a.reference:visible").first
        assert "underline" in link.evaluate("found => getComputedStyle(found).textDecorationLine")
        cut = """() => [...document.querySelectorAll(".bd-article :is(img, table)")]
            .filter(found => found.getBoundingClientRect().right > innerWidth + 1).length"""
        assert page.evaluate(cut) == 0
        page.emulate_media(media="screen")
        page.locator("html[data-theme=dark]").wait_for()
