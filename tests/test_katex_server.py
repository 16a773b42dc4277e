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


# The library leaves a socket open that was refused.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_refuses_at_first_is_asked_again(server, monkeypatch):
    refusals = iter([True, True])
    connect = socket.socket.connect

    class Late(socket.socket):
        def connect(self, address):
            if next(refusals, False):
                raise ConnectionRefusedError
            connect(self, address)

    monkeypatch.setattr(katex.atexit, "register", lambda *_: None)
    monkeypatch.setattr(katex, "random_free_port", _free_port)
    with monkeypatch.context() as patch:
        patch.setattr(katex.socket, "socket", Late)
        started = server.start()
    try:
        assert next(refusals, None) is None
        assert "katex" in str(started.render({"latex": "x^2"}, timeout=30))
    finally:
        server.terminate(started)
        started.process.communicate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
