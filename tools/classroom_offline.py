"""Use the archive of a course as a class does on a machine without a network, and time it.

    python -m tools.classroom_offline _build/kdci-classroom.zip

On a machine that has a network it does so in a network namespace that has none but the loopback,
with Linux's unshare. It installs the wheels by the commands of the archive's READ-ME.txt, runs the
student's notebook of Lab 2 with the solutions pasted in, and opens the book as a file. It writes
benchmarks/results/classroom-offline.json, which the page for instructors shows.
"""

from __future__ import annotations

import argparse
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

from kdci.classroom.course import read_course
from kdci.classroom.notebooks import pasted
from kdci.classroom.offline import RESULT, words
from kdci.files import check_writable
from kdci.sealed import write_sealed
from kdci.studies.provenance import device_name, provenance
from tests.book.chromium import launch
from tools.classroom_archive import ARCHIVE, TOP

LAB = "lab-2"
ALONE = 'ip link set lo up && exec "$@"'
"""What is run in a new namespace, whose loopback is down at first."""


def is_alone() -> bool:
    """Return whether this machine, or namespace, has the loopback and no other network."""
    return [name for _, name in socket.if_nameindex()] == ["lo"]


def commands(how: str) -> list[list[str]]:
    """Return the commands of READ-ME.txt that make the environment, before the one that opens it.

    Raises:
        ValueError: if there are none.
    """
    lines = [line.strip() for line in how.splitlines() if line.startswith("    ")]
    ends = [number for number, line in enumerate(lines) if "jupyter lab" in line]
    if not ends or not ends[0]:
        raise ValueError(f"READ-ME.txt: must say how to install, before `jupyter lab`; has {lines}")
    return [shlex.split(line) for line in lines[: ends[0]]]


@contextmanager
def timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    """Note how long the block takes [s]."""
    begun = time.monotonic()
    yield
    seconds[name] = round(time.monotonic() - begun, 1)


def install(folder: Path, surroundings: dict[str, str]) -> None:
    """Make the environment in the archive's folder, as READ-ME.txt says."""
    for command in commands((folder / "READ-ME.txt").read_text(encoding="utf-8")):
        subprocess.run(command, check=True, cwd=folder, env=surroundings)


def run_lab(folder: Path, surroundings: dict[str, str]) -> int:
    """Run the student's Lab 2 in the new environment; return how many checks it passed."""
    (one,) = (one for one in read_course().sets if one.name == LAB)
    notebook = nbformat.read(folder / "student" / f"{LAB}.ipynb", as_version=4)
    nbformat.write(pasted(notebook, one), folder / "solved.ipynb")
    convert = ["-m", "nbconvert", "--to", "notebook", "--execute", "--output", "done.ipynb"]
    python = str(folder / "classroom" / "bin" / "python")
    subprocess.run([python, *convert, "solved.ipynb"], check=True, cwd=folder, env=surroundings)
    done = nbformat.read(folder / "done.ipynb", as_version=4)
    outputs = [o for cell in done.cells for o in cell.get("outputs", ()) if "text" in o]
    return sum(output.text.count("Passed: ") for output in outputs)


def open_book(folder: Path) -> None:
    """Open the book as a file, and move the slider of its first page."""
    with sync_playwright() as playwright, launch(playwright) as program:
        page = program.new_page()
        page.goto((folder / "html" / "index.html").as_uri())
        page.wait_for_url("**/book/intro.html")
        page.locator("#kdci-start input").press("Home")
        page.wait_for_selector("#kdci-start[data-ready=yes]")


def try_out(archive: Path, folder: Path) -> dict[str, object]:
    """Use an archive in an empty folder; return its size, the wheels, the times, the checks."""
    seconds: dict[str, float] = {}
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    nothing_else = {"HOME": str(folder), "PIP_CONFIG_FILE": os.devnull, "OMP_NUM_THREADS": "1"}
    with timed(seconds, "unpack"), zipfile.ZipFile(archive) as course:
        course.extractall(folder)
    with timed(seconds, "install"):
        install(folder / TOP, kept | nothing_else)
    with timed(seconds, LAB):
        passed = run_lab(folder / TOP, kept | nothing_else)
    with timed(seconds, "book"):
        open_book(folder / TOP)
    return {
        "archive_mb": round(archive.stat().st_size / 1e6, 1),
        "wheels": len(list((folder / TOP / "wheel").glob("*.whl"))),
        "seconds": seconds,
        "passed": passed,
    }


def main() -> None:
    """Leave the network, use the archive, and write what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("archive", type=Path, nargs="?", default=ARCHIVE)
    archive = parser.parse_args().archive
    if not is_alone():
        again = [sys.executable, "-m", "tools.classroom_offline", str(archive)]
        sys.exit(subprocess.run(["unshare", "-rn", "sh", "-c", ALONE, "sh", *again]).returncode)
    check_writable(RESULT.parent)
    with tempfile.TemporaryDirectory() as folder:
        found = try_out(archive, Path(folder))
    found["provenance"] = provenance(device_name("cpu"))
    write_sealed(RESULT, found)
    sys.stdout.write(words(found))


if __name__ == "__main__":
    main()
