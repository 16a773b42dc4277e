"""The book's formulas: the server that draws them is waited for."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path

import pytest
from sphinxcontrib import katex

EXTENSION = Path(__file__).parents[1] / "book" / "extensions" / "katex_server.py"


@pytest.fixture
def server(monkeypatch):
    """Return the class of the server, as the book's extension leaves it; later as it was."""
    monkeypatch.setattr(katex.KaTeXServer, "start_server_process", None)
    monkeypatch.setattr(katex.KaTeXServer, "katex_server", None)
    spec = importlib.util.spec_from_file_location("katex_server", EXTENSION)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.setup(None)
    return katex.KaTeXServer


def test_a_server_that_refuses_at_first_is_asked_again(server, monkeypatch):
    refusals = iter([True, True, False])

    class Late(socket.socket):
        def connect(self, address):
            if next(refusals, False):
                self.close()
                raise ConnectionRefusedError
            super().connect(address)

    monkeypatch.setattr(katex.atexit, "register", lambda *_: None)
    with monkeypatch.context() as patch:
        patch.setattr(katex.socket, "socket", Late)
        started = server.start()
    try:
        assert next(refusals, None) is None
        assert "katex" in str(started.render({"latex": "x^2"}, timeout=30))
    finally:
        server.terminate(started)
        started.process.communicate()
