"""Firefox without a window, driven over its own remote protocol, Marionette."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.book.servers import free_port
from tests.engines.hands import strokes

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
WAIT = 120
"""How long a command may take, the first start among them [s]."""

NARROW = ":root { min-width: 0 !important; }"
"""A style for its window, which else is no narrower than 450 points."""


class Firefox:
    """A tab. What it is told goes as a JSON list: the protocol of Firefox's WebDriver."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection, self.count = connection, 0
        self._hear()  # its greeting
        self._say("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {}}})

    def visit(self, address: str) -> None:
        """Open an address, and wait until it is loaded."""
        self._say("WebDriver:Navigate", {"url": address})

    def run(self, script: str, *given: Any) -> Any:
        """Return what a script returns, a function's body whose arguments are ``arguments``."""
        sent = {"script": script, "args": list(given)}
        return self._say("WebDriver:ExecuteScript", sent)["value"]

    def press(self, *keys: str) -> None:
        """Press keys."""
        self._say("WebDriver:PerformActions", {"actions": [strokes(keys)]})

    def touch(self, path: list[list[float]]) -> None:
        """Put a finger down, move it along a path, and lift it."""
        places = [{"type": "pointerMove", "x": round(x), "y": round(y)} for x, y in path]
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}}
        finger["actions"] = [places[0], down, *places[1:], up]
        self._say("WebDriver:PerformActions", {"actions": [finger]})

    def to_phone(self) -> None:
        """Take the size of a phone."""
        self._say("WebDriver:SetWindowRect", {"width": 390, "height": 844})

    def _say(self, command: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self.count += 1
        content = json.dumps([0, self.count, command, parameters]).encode()
        self.connection.sendall(b"%d:%s" % (len(content), content))
        _, _, error, result = self._hear()
        if error:
            raise RuntimeError(f"Firefox: {command}: {error['error']}: {error['message']}")
        return result

    def _hear(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._take(1)
        return json.loads(self._take(int(length[:-1])))

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            part = self.connection.recv(count - len(taken))
            if not part:
                raise ConnectionError("Firefox: has closed the connection")
            taken += part
        return taken


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Yield a Firefox that reaches nothing outside this machine; its profile is in a folder."""
    port = free_port()
    preferences = {
        "marionette.port": port,
        "network.proxy.type": 1,  # a proxy that is not there, but for this machine
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": 9,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": 9,
        "network.proxy.no_proxies_on": "127.0.0.1",
        "toolkit.legacyUserProfileCustomizations.stylesheets": True,  # for NARROW
        "dom.w3c_touch_events.enabled": 1,
        "datareporting.policy.dataSubmissionEnabled": False,
    }
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in preferences.items())
    (folder / "user.js").write_text("".join(lines), encoding="utf-8")
    (folder / "chrome").mkdir()
    (folder / "chrome" / "userChrome.css").write_text(NARROW, encoding="utf-8")
    command = [str(PROGRAM), "--headless", "--marionette", "--no-remote", "--profile", str(folder)]
    with (
        (folder / "log").open("w", encoding="utf-8") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as process,
    ):
        try:
            with _connected(process, port, folder / "log") as connection:
                yield Firefox(connection)
        finally:
            process.terminate()


def _connected(process: subprocess.Popen[bytes], port: int, log: Path) -> socket.socket:
    for _ in range(4 * WAIT):
        try:
            return socket.create_connection(("127.0.0.1", port), WAIT)
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.25)
    raise RuntimeError(f"Firefox: no answer at port {port}:\n{log.read_text(encoding='utf-8')}")
