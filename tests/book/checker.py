"""Serve a folder, open its pages in a browser, and say what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
PAGES = sorted(
    path.relative_to(HTML).as_posix()
    for path in HTML.rglob("*.html")
    if "_static" not in path.relative_to(HTML).parts  # templates of the theme
)
"""Every page of the built book."""

# Unfold everything and load what is lazy, so that nothing escapes the checks.
SETTLE = """async () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const folded of document.querySelectorAll(".toggle-hidden"))
        folded.classList.remove("toggle-hidden");
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
}"""

INSPECT = """() => {
    const problems = [];
    const report = (what, selector, isFault = () => true, say = found => found.outerHTML) => {
        for (const found of document.querySelectorAll(selector))
            if (isFault(found)) problems.push(`${what}: ${say(found).slice(0, 200)}`);
    };
    const text = found => found.textContent.trim();
    const labels = svg => (svg.getAttribute("aria-labelledby") ?? "").split(/\\s+/)
        .map(id => document.getElementById(id)?.textContent ?? "").join("");
    const title = svg => svg.querySelector(":scope > title")?.textContent ?? "";
    const isNamed = svg => (svg.getAttribute("aria-label") || labels(svg) || title(svg)).trim();

    report("image without alternative text", "img", image => !image.alt.trim());
    report("drawing without a name", "svg[role=img]:not([aria-hidden=true])", svg => !isNamed(svg));
    report("formula with an error", ".katex-error", () => true,
        error => error.title || text(error));
    report("unresolved reference", "a.reference", link => link.textContent.includes("??"));
    report("message of the build", ".system-message", () => true, text);
    const {scrollWidth, clientWidth} = document.documentElement;
    if (scrollWidth > clientWidth + 1)
        problems.push(`wider than the window: ${scrollWidth} > ${clientWidth}`);
    return problems;
}"""


class Handler(SimpleHTTPRequestHandler):
    """Serve files, quietly, with types that do not depend on the machine."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".css": "text/css",
        ".html": "text/html",
        ".js": "text/javascript",
        ".json": "application/json",
        ".mjs": "text/javascript",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".woff": "font/woff",
        ".woff2": "font/woff2",
    }

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, and yield its address."""
    handler = partial(Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def serve_book() -> Iterator[str]:
    """Serve the built book, and yield its address; without a book the test fails, and says so."""
    if not (HTML / "index.html").exists():
        pytest.fail(f"{HTML} has no book: run make book first")
    with serve(HTML) as address:
        yield address


def ready(widget: Locator) -> list[float]:
    """Bring a live instrument into view, wait for its first result, and return its PSNRs [dB]."""
    widget.scroll_into_view_if_needed()
    widget.locator(":scope[data-ready=yes]").wait_for(timeout=60000)
    return [float(value) for value in widget.get_attribute("data-psnr").split()]


def watch(page: Page, site: str) -> Callable[[], list[str]]:
    """Listen to a fresh page; return a function that says what has been wrong until it is called.

    Args:
        page: from which nothing has been asked yet.
        site: the address that it may ask, and no other.
    """
    problems: list[str] = []
    requests: dict[str, str] = {}  # one problem for each address
    inside = (f"{site}/", "data:", "blob:")
    # A browser asks for this icon by itself where a page names none, as one that leads to another.
    by_itself = f"{site}/favicon.ico"

    def note(url: str, why: str) -> None:
        if url != by_itself and requests.get(url, "failed") == "failed":
            requests[url] = why

    def on_console(message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        if message.text.startswith("Failed to load resource"):
            note(message.location["url"], "failed")
        else:
            problems.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith(inside):
            requests[request.url] = "outside"

    def on_response(response: Response) -> None:
        if response.status >= 400:
            note(response.url, str(response.status))

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"exception: {error}"))
    page.on("request", on_request)
    page.on("response", on_response)
    page.on("requestfailed", lambda request: note(request.url, "failed"))
    return lambda: problems + [f"{why} request: {url}" for url, why in requests.items()]


def inspect(page: Page) -> list[str]:
    """Unfold all that a page hides, and return what is wrong with what it then shows."""
    page.evaluate(SETTLE)
    return page.evaluate(INSPECT)


def check(page: Page, url: str) -> list[str]:
    """Open an address in a fresh page, and return what is wrong with it."""
    heard = watch(page, "{0.scheme}://{0.netloc}".format(urlsplit(url)))
    page.goto(url)
    page.wait_for_load_state("networkidle")  # of the page that this one leads to, if it does
    shown = inspect(page)
    return shown + heard()
