"""Downloads: whole or not there, verified, and resumed where they were cut off."""

import hashlib
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kdci.data.fetch import CHUNK, fetch

CONTENT = bytes(range(256)) * 1000
HASH = f"md5:{hashlib.md5(CONTENT).hexdigest()}"


@contextmanager
def server(content=CONTENT, ranges=True, stops=()):
    """Serve ``content`` on loopback; reply i ends after ``stops[i]`` bytes. Yield URL and log."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            stop = stops[len(asked)] if len(asked) < len(stops) else None
            asked.append(self.headers["Range"])
            start = int(asked[-1].removeprefix("bytes=").removesuffix("-")) if ranges else 0
            beyond = ranges and start >= len(content)
            self.send_response(416 if beyond else 206 if ranges and start else 200)
            self.send_header("Content-Length", str(0 if beyond else len(content) - start))
            self.end_headers()
            self.wfile.write(content[start:][:stop])

        def log_message(self, *_):
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_port}/file.gz", asked
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new" / "file.gz"


def left(path):
    return {file.name for file in path.parent.iterdir()} - {"file.gz.lock"}


def test_file_is_fetched_once_with_a_bar(path, capsys):
    with server() as (url, asked):
        for _ in range(2):
            assert fetch(url, path, HASH, "ask").read_bytes() == CONTENT
    assert len(asked) == 1
    assert left(path) == {"file.gz"}
    assert "100%" in capsys.readouterr().err


def test_interrupted_download_goes_on_where_it_was_cut_off(path):
    with server(stops=[10 * CHUNK, 5 * CHUNK + 100]) as (url, asked):
        for _ in range(2):
            with pytest.raises(ConnectionError, match="try again, which goes on .*, or ask"):
                fetch(url, path, HASH, "ask")
            assert left(path) == {"file.gz.part"}
        assert fetch(url, path, HASH, "ask").read_bytes() == CONTENT
    assert asked == ["bytes=0-", f"bytes={10 * CHUNK}-", f"bytes={15 * CHUNK}-"]
    assert left(path) == {"file.gz"}


def test_server_without_ranges_sends_all_again(path):
    with server(ranges=False, stops=[2 * CHUNK]) as (url, _):
        with pytest.raises(ConnectionError):
            fetch(url, path, HASH, "ask")
        assert fetch(url, path, HASH, "ask").read_bytes() == CONTENT


def test_part_that_is_whole_needs_no_more_bytes(path):
    path.parent.mkdir()
    path.with_name("file.gz.part").write_bytes(CONTENT)
    with server() as (url, _):
        assert fetch(url, path, HASH, "ask").read_bytes() == CONTENT


@pytest.mark.parametrize("part", [b"", CONTENT[:7], b"?" * len(CONTENT)], ids=len)
def test_wrong_content_is_not_kept(part, path):
    path.parent.mkdir()
    path.with_name("file.gz.part").write_bytes(part)
    with server(content=b"<html>sign in</html>") as (url, _):
        pattern = f"url={re.escape(repr(url))}: not the file that it must be .*: ask"
        with pytest.raises(ValueError, match=pattern):
            fetch(url, path, HASH, "ask")
    assert left(path) == set()


def test_server_that_is_not_there_is_named(path):
    with server() as (url, _):
        pass
    with pytest.raises(ConnectionError, match=re.escape(f"url={url!r}: not fetched")):
        fetch(url, path, HASH, "ask")
