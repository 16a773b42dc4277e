"""How long does each exercise in Python take, and how much memory does its notebook?

    python benchmarks/classroom.py [--quick]

Each student's notebook that has code is run as a student leaves it, with the solutions pasted in,
from top to bottom, on one core, in a kernel of its own.

- seconds: of an exercise, all its cells, its check among them; without the very first cell,
  which loads PyTorch.
- start_s: from the start of the kernel to the end of that first cell.
- peak_mib: the most memory that the kernel ever held.

Prints a table and writes benchmarks/results/classroom.json, which the page for instructors shows.
A quick run takes the first exercises of each notebook, and writes nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # this is a script of the package benchmarks
os.environ["OMP_NUM_THREADS"] = "1"  # before a kernel starts

from nbclient import NotebookClient
from nbformat import v4

from kdci.classroom import notebooks
from kdci.classroom.course import Set, read_course
from kdci.classroom.times import RESULT, table
from kdci.files import check_writable
from kdci.sealed import write_sealed
from kdci.studies.provenance import device_name, provenance

PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
"""Of the process itself, in KiB on Linux."""
QUICK_CELLS = 6


def measure(one: Set, cells: int | None = None) -> dict[str, Any]:
    """Return times and memory of a set's notebook.

    Args:
        one: the set.
        cells: how many cells are run; None: all.
    """
    notebook = notebooks.solved(one)
    notebook.cells = [*notebook.cells[:cells], v4.new_code_cell(PEAK)]
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(notebook, timeout=None, kernel_name="python3")
        began = datetime.now().astimezone()
        done = client.execute(cwd=folder, cleanup_kc=True)
    code = [cell for cell in done.cells if cell.cell_type == "code"]
    names = {exercise.name for exercise in one.exercises}
    seconds: dict[str, float] = {}
    for cell in code[1:-1]:
        name = cell.id.rsplit("-", 1)[0]
        if name in names:
            seconds[name] = seconds.get(name, 0.0) + duration(cell)
    first = datetime.fromisoformat(code[0].metadata.execution["shell.execute_reply"])
    return {
        "start_s": round((first - began).total_seconds(), 2),
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
        "peak_mib": round(int(code[-1].outputs[0].text) / 1024),
    }


def duration(cell: Any) -> float:
    """Return how long a cell took [s]."""
    times = cell.metadata.execution
    begun, ended = (
        datetime.fromisoformat(times[moment])
        for moment in ("iopub.execute_input", "shell.execute_reply")
    )
    return (ended - begun).total_seconds()


def main() -> None:
    """Measure, print, and write the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a few cells; writes nothing")
    cells = QUICK_CELLS if parser.parse_args().quick else None
    check_writable(RESULT.parent)
    course = read_course()
    found = {one.name: measure(one, cells) for one in course.sets if one.is_code}
    sys.stdout.write(table(course, found))
    if cells is None:
        write_sealed(RESULT, {"notebooks": found, "provenance": provenance(device_name("cpu"))})


if __name__ == "__main__":
    main()
