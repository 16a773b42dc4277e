"""WebKit, the engine of Safari's kin, in a window that nobody sees, driven over WebDriver."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.book.servers import free_port, wait_for
from tests.engines.hands import strokes

PROGRAM = shutil.which("WebKitWebDriver")
BROWSER = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None)
WAIT = 120
"""How long a command may take, the first start among them [s]."""

TOUCH = """const path = arguments[0], over = document.elementFromPoint(...path[0]);
const point = (type, [clientX, clientY]) => {
    const event = new PointerEvent(type, {
        clientX, clientY, pointerId: 1, pointerType: "touch", isPrimary: true,
        button: type === "pointermove" ? -1 : 0, buttons: 1, bubbles: true, cancelable: true,
    });
    // A real one lists itself; that of a script lists nothing.
    Object.defineProperty(event, "getCoalescedEvents", { value: () => [event] });
    over.dispatchEvent(event);
};
point("pointerdown", path[0]);
for (const place of path.slice(1)) point("pointermove", place);
point("pointerup", path.at(-1));
if (path.length === 1) over.click();"""
"""A finger: WebKit's driver on Linux has none, and makes a mouse of it."""


class WebKit:
    """A tab, told what to do by WebDriver's requests."""

    def __init__(self, address: str) -> None:
        options = {"binary": str(BROWSER), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self.session = f"{address}/session"
        found = self._say("", {"capabilities": wanted})
        self.session += f"/{found['sessionId']}"

    def visit(self, address: str) -> None:
        """Open an address, and wait until it is loaded."""
        self._say("/url", {"url": address})

    def run(self, script: str, *given: Any) -> Any:
        """Return what a script returns, a function's body whose arguments are ``arguments``."""
        return self._say("/execute/sync", {"script": script, "args": list(given)})

    def press(self, *keys: str) -> None:
        """Press keys."""
        self._say("/actions", {"actions": [strokes(keys)]})

    def touch(self, path: list[list[float]]) -> None:
        """Put a finger down, move it along a path, and lift it."""
        self.run(TOUCH, path)

    def to_phone(self) -> None:
        """Take the narrowest window there is, nearly as narrow as a phone."""
        self._say("/window/rect", {"width": 390, "height": 844})

    def end(self) -> None:
        """Close the browser."""
        with urlopen(Request(self.session, method="DELETE"), timeout=WAIT):
            pass

    def _say(self, where: str, content: dict[str, Any]) -> Any:
        request = Request(self.session + where, json.dumps(content).encode(), method="POST")
        request.add_header("Content-Type", "application/json")
        try:
            with urlopen(request, timeout=WAIT) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise RuntimeError(f"WebKit: {where or 'start'}: {error.read().decode()}") from error


@contextmanager
def webkit(folder: Path) -> Iterator[WebKit]:
    """Yield a WebKit whose home is a folder."""
    port = free_port()
    address, log = f"http://127.0.0.1:{port}", folder / "log"
    command = ["xvfb-run", "-a", "dbus-run-session", "--", str(PROGRAM), f"--port={port}"]
    surroundings = os.environ | {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "LIBGL_ALWAYS_SOFTWARE": "1",
        # A visit is too short to compile WebAssembly twice, or for a processor that acts as a
        # graphics card: without both a test takes half the time.
        "JSC_useOMGJIT": "0",
        "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # a container has no user namespaces
    }
    with (
        log.open("w", encoding="utf-8") as output,
        subprocess.Popen(
            command, env=surroundings, stdout=output, stderr=output, start_new_session=True
        ) as process,
    ):
        try:
            wait_for(process, f"{address}/status", log)
            browser = WebKit(address)
            yield browser
            with suppress(OSError):
                browser.end()
        finally:
            os.killpg(process.pid, signal.SIGTERM)
