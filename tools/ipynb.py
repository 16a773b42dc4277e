"""Write every page with code as .ipynb, and all of them as one archive.

    python -m tools.ipynb                    # _build/ipynb/ and _build/kdci-notebooks.zip
    python -m tools.ipynb --for owner/name   # for Colab: the first cell fetches the repository

They have no outputs. Those of the archive need the repository around them, since they read its
results; those for Colab fetch it first, with the pinned packages. For Colab there are the
classroom's notebooks for students as well, in the folder student; they install the package alone.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from kdci.classroom.course import Set, read_course
from kdci.classroom.notebooks import KERNEL, student
from tools.zips import files_below, write_zip

ROOT = Path(__file__).parents[1]
FOLDER, ARCHIVE = ROOT / "_build" / "ipynb", ROOT / "_build" / "kdci-notebooks.zip"
FETCH = """\
# Fetches the book's repository and the pinned packages: a few minutes, once a session.
!git clone --quiet --depth 1 https://github.com/{repository}.git
!python -m pip install --quiet --editable "./{name}[book]" --constraint {name}/constraints.txt
import sys
sys.path.insert(0, "{name}")  # this session's Python does not look for what is installed now
%cd {name}/{folder}"""

INSTALL = """\
# Installs the course's package and the pinned packages it needs: a few minutes, once a session.
%pip install --quiet "kdci @ git+https://github.com/{repository}.git" \\
    --constraint https://raw.githubusercontent.com/{repository}/main/constraints.txt
import sys
for name in [name for name in sys.modules if name.partition(".")[0] == "packaging"]:
    del sys.modules[name]  # the kernel has loaded another version of it
# If an import fails below, restart the session, and go on with the next cell."""


def pages(root: Path = ROOT) -> list[Path]:
    """Return the sources of the pages with code."""
    return sorted((root / "notebooks").rglob("*.md"))


def notebook(page: Path) -> Any:
    """Return a page as a notebook without outputs, whose kernel is called python3."""
    found = jupytext.read(page)
    found.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for number, cell in enumerate(found.cells):
        cell["id"] = f"{page.stem[:50]}-{number}"  # the same page gives the same bytes
    nbformat.validate(found)
    return found


def for_colab(page: Path, repository: str, root: Path = ROOT) -> Any:
    """Return the notebook of a page, with a first cell that fetches all that it needs."""
    found = notebook(page)
    folder, name = page.parent.relative_to(root).as_posix(), repository.split("/")[1]
    source = FETCH.format(repository=repository, name=name, folder=folder)
    found.cells.insert(0, nbformat.v4.new_code_cell(source, id="fetch"))
    return found


def for_students(one: Set, repository: str) -> Any:
    """Return the notebook of a set for students, with a first cell that installs what it needs."""
    found = student(one)
    source = INSTALL.format(repository=repository)
    found.cells.insert(0, nbformat.v4.new_code_cell(source, id="install"))
    return found


def write(folder: Path, repository: str | None, root: Path = ROOT) -> list[Path]:
    """Write all notebooks below a folder, as the pages lie in the repository; return them."""
    shutil.rmtree(folder, ignore_errors=True)
    made = {
        page.relative_to(root).with_suffix(".ipynb"): (
            for_colab(page, repository, root) if repository else notebook(page)
        )
        for page in pages(root)
    }
    if repository:
        for one in read_course().sets:
            made[Path("student") / f"{one.name}.ipynb"] = for_students(one, repository)
    for name, content in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(content, folder / name)
    return [folder / name for name in made]


def pack(folder: Path, archive: Path) -> None:
    """Put the notebooks of a folder into one archive, whole or not at all."""
    write_zip(archive, files_below(folder, "*.ipynb"))


def main(words: Sequence[str] | None = None) -> None:
    """Write notebooks and archive, and say how many and how large."""
    parser = argparse.ArgumentParser(description="Every page with code as .ipynb.")
    parser.add_argument("--for", dest="repository", metavar="OWNER/NAME", help="for Colab")
    repository = parser.parse_args(words).repository
    if repository and repository.count("/") != 1:
        parser.error(f"--for {repository}: must be of the form owner/name")
    written = write(FOLDER, repository)
    pack(FOLDER, ARCHIVE)
    kilobytes = ARCHIVE.stat().st_size / 1000
    sys.stdout.write(f"{ARCHIVE.relative_to(ROOT)}: {len(written)} notebooks, {kilobytes:.0f} kB\n")


if __name__ == "__main__":
    main()
