"""Start another program that serves, and wait until it does."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


@contextmanager
def running(command: Sequence[str], folder: Path, address: str, log: Path) -> Iterator[None]:
    """Run a command in a folder while the block does, which begins when the address answers.

    Raises:
        RuntimeError: if the command ends before, or does not answer for a minute; with its log.
    """
    with (
        log.open("w", encoding="utf-8") as output,
        subprocess.Popen(command, cwd=folder, stdout=output, stderr=output) as server,
    ):
        try:
            wait_for(server, address, log)
            yield
        finally:
            server.terminate()


def wait_for(server: subprocess.Popen, address: str, log: Path) -> None:
    """Return when an address answers.

    Raises:
        RuntimeError: if the server ends before, or does not answer for a minute; with its log.
    """
    for _ in range(240):
        try:
            urlopen(address).close()
            return
        except URLError:
            if server.poll() is not None:
                break
            time.sleep(0.25)
    raise RuntimeError(
        f"{server.args[0]}: no answer at {address}:\n{log.read_text(encoding='utf-8')}"
    )
