"""A server that cannot start says why."""

import sys

import pytest

from tests.book.servers import free_port, running


def test_a_server_that_ends_at_once_shows_its_log(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no such book')"]
    address = f"http://127.0.0.1:{free_port()}"
    with (
        pytest.raises(RuntimeError, match="no such book"),
        running(command, tmp_path, address, tmp_path / "log"),
    ):
        pass
