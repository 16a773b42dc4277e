"""Downloads that go on where they were cut off, with a bar that shows how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pooch
import requests
from filelock import FileLock
from tqdm import tqdm

from kdci import files

CHUNK = 2**13  # bytes; what is cut off is kept in whole chunks
PATIENCE = 30  # seconds without a byte


@dataclass(frozen=True)
class Resuming:
    """A downloader for pooch that keeps what it has in ``part`` until the file is whole."""

    part: Path

    def __call__(self, url: str, output_file: str, pooch: Any) -> None:
        """Write what ``url`` holds to ``output_file``, asking for the missing bytes alone.

        Raises:
            requests.RequestException: if the download fails; what has come is kept.
        """
        done = self.part.stat().st_size if self.part.exists() else 0
        headers = {"Accept-Encoding": "identity", "Range": f"bytes={done}-"}
        with requests.get(url, headers=headers, stream=True, timeout=PATIENCE) as reply:
            if reply.status_code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                reply.raise_for_status()
                self._append(reply, done * (reply.status_code == HTTPStatus.PARTIAL_CONTENT))
        self.part.replace(output_file)

    def _append(self, reply: requests.Response, done: int) -> None:
        """Write the reply after the first ``done`` bytes."""
        total = done + int(reply.headers.get("Content-Length", 0)) or None
        options: dict[str, Any] = {"unit": "B", "unit_scale": True, "desc": self.part.stem}
        with (
            self.part.open("ab") as file,
            tqdm(total=total, initial=done, **options) as bar,
        ):
            file.truncate(done)
            for chunk in reply.iter_content(CHUNK):
                file.write(chunk)
                bar.update(len(chunk))


def fetch(url: str, path: Path, known_hash: str, remedy: str) -> Path:
    """Return ``path`` after fetching it from ``url``, if it is not there already.

    Args:
        url: where it is.
        path: where to put it.
        known_hash: its hash, as "md5:..." or "sha256:...".
        remedy: what else the reader can do, for errors.

    Raises:
        ConnectionError: if the download fails. Calling again goes on where it was cut off.
        ValueError: if what came has another hash; it is not kept.
        PermissionError: if the folder cannot be written.
    """
    files.check_writable(path.parent)
    downloader = Resuming(path.with_name(f"{path.name}.part"))
    try:
        with FileLock(path.with_name(f"{path.name}.lock")):
            pooch.retrieve(url, known_hash, path.name, path.parent, downloader=downloader)
    except requests.RequestException as error:
        raise ConnectionError(
            f"url={url!r}: not fetched ({error}): try again, which goes on where it was cut off, "
            f"or {remedy}"
        ) from error
    except ValueError as error:
        raise ValueError(
            f"url={url!r}: not the file that it must be ({error}): {remedy}"
        ) from error
    return path
