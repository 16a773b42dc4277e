"""Put what a course hands out into one archive, and say its size: _build/kdci-classroom.zip."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from kdci.classroom.course import ROOT, read_course
from tools.classroom import BUILT, write_notebooks

ARCHIVE = ROOT / "_build" / "kdci-classroom.zip"
TOP = "kdci-classroom"
HOW = """student/     notebooks to hand out: they hold no solution
instructor/  the same with solutions, marking notes and common mistakes
nbgrader/    the same as nbgrader's source
wheel/       the Python package that the notebooks need

Install the package into the environment of the notebooks:

    python3 -m pip install wheel/*.whl jupyterlab

This fetches PyTorch and others. For machines without a network, fetch everything before:

    python3 -m pip download --dest wheel wheel/*.whl jupyterlab
    python3 -m pip install --no-index --find-links wheel kdci jupyterlab
"""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that the same course is the same archive."""


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


def pack(folder: Path, archive: Path) -> None:
    """Write the archive of a folder's files, whole or not at all."""
    temporary = archive.with_suffix(".tmp")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as course:
        course.writestr(zipfile.ZipInfo(f"{TOP}/READ-ME.txt", EPOCH), HOW)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{TOP}/{path.relative_to(folder).as_posix()}", EPOCH)
            entry.external_attr = 0o644 << 16
            course.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    temporary.replace(archive)


def main() -> None:
    """Make everything anew, and pack it."""
    shutil.rmtree(BUILT, ignore_errors=True)
    write_notebooks(read_course(), BUILT)
    (BUILT / "wheel").mkdir()
    build_wheel(BUILT / "wheel")
    pack(BUILT, ARCHIVE)
    megabytes = ARCHIVE.stat().st_size / 1e6
    sys.stdout.write(f"{ARCHIVE.relative_to(ROOT)}, {megabytes:.1f} MB.\n{HOW}")


if __name__ == "__main__":
    main()
