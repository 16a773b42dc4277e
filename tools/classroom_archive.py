"""Put what a course hands out into one archive, and say its size: _build/kdci-classroom.zip.

The book, the slides and the sheets are those that were built; see the Makefile. The wheels are
those of the package and of all that it needs, in the versions of this environment, for machines
of the same kind without a network.
"""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from itertools import chain
from pathlib import Path

from kdci.classroom.course import ROOT, read_course
from tools.classroom import BUILT, write_notebooks
from tools.offline import HTML, contents
from tools.sheets import SHEETS
from tools.slides import SLIDES
from tools.zips import files_below, write_zip

ARCHIVE = ROOT / "_build" / "kdci-classroom.zip"
TOP = "kdci-classroom"
HOW = """student/     notebooks to hand out: they hold no solution
instructor/  the same with solutions, marking notes and common mistakes
nbgrader/    the same as nbgrader's source
html/        the whole book with its instruments: open html/index.html by a double click
slides/      the lecture: open slides/index.html, press S for the notes
sheets/      the sheets of both labs, as PDF
wheel/       the Python package that the notebooks need, and all that it needs

For the book and the slides you need a browser, and nothing else. For the notebooks install the
wheels into an environment of Python {}; no network is needed:

    python3 -m venv classroom
    classroom/bin/python -m pip install --no-index --find-links wheel kdci jupyterlab
    classroom/bin/jupyter lab student

The wheels are for {}. For another kind of machine fetch them there once, with a network:

    python3 -m pip download --dest wheel wheel/kdci-*.whl jupyterlab
""".format(".".join(platform.python_version_tuple()[:2]), sysconfig.get_platform())
BESIDE = {"slides": SLIDES, "sheets": SHEETS}
"""Folders that lie beside the notebooks as they were built."""


def build_wheel(folder: Path) -> Path:
    """Build the package's wheel into a folder, without a network; needs setuptools."""
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "source"
        source.mkdir()
        shutil.copytree(ROOT / "kdci", source / "kdci")
        for path in (ROOT / "pyproject.toml", ROOT / "README.md", *ROOT.glob("LICENSE*")):
            shutil.copy(path, source)
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
        subprocess.run([*pip, "--wheel-dir", str(folder), str(source)], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def fetch_wheels(wheel: Path) -> None:
    """Put beside the package's wheel those of all that it and JupyterLab need.

    Their versions are pinned. PyTorch is the build of this environment: its default one for Linux
    is several gigabytes large.
    """
    torch = f"torch=={importlib.metadata.version('torch')}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary", ":all:"]
    pinned = ["--constraint", str(ROOT / "constraints.txt")]
    wanted = [str(wheel), "jupyterlab", torch]
    subprocess.run([*pip, *pinned, "--dest", str(wheel.parent), *wanted], check=True)


def gather(folder: Path) -> None:
    """Put the built book, the slides and the sheets into a folder.

    Raises:
        FileNotFoundError: if one of them is not built; says how to build it.
    """
    for source in (HTML, *BESIDE.values()):
        if not source.is_dir():
            raise FileNotFoundError(f"{source}: not there; run `make classroom`, which makes it")
    for name, content in contents(HTML):
        path = folder / "html" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name, source in BESIDE.items():
        shutil.copytree(source, folder / name)


def pack(folder: Path, archive: Path) -> None:
    """Write the archive of a folder's files, whole or not at all."""
    course = ((f"{TOP}/{name}", content) for name, content in files_below(folder))
    write_zip(archive, chain([(f"{TOP}/READ-ME.txt", HOW.encode())], course))


def main() -> None:
    """Make everything anew, and pack it."""
    shutil.rmtree(BUILT, ignore_errors=True)
    write_notebooks(read_course(), BUILT)
    (BUILT / "wheel").mkdir()
    fetch_wheels(build_wheel(BUILT / "wheel"))
    gather(BUILT)
    pack(BUILT, ARCHIVE)
    megabytes = ARCHIVE.stat().st_size / 1e6
    sys.stdout.write(f"{ARCHIVE.relative_to(ROOT)}, {megabytes:.1f} MB.\n{HOW}")


if __name__ == "__main__":
    main()
