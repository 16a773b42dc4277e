"""What do our encoder and loss kernels cost, beside obvious implementations and deepinv's? One run.

    python benchmarks/kernels.py [--quick] [--deepinv .venv-benchmark/bin/python]

First every other implementation must give our result. Then all are timed in turn, with one thread;
memory is the tensors' peak over the inputs, with what is made once (explicit matrices). Prints
tables, with the fitted growth of the cost beside what its law allows, and writes
benchmarks/results/kernels.json; a quick run, of one small size, writes nothing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # this is a script of the package benchmarks

from benchmarks import cases, laws, measure
from benchmarks.tables import growth_table, growths, times_table
from kdci.files import check_writable
from kdci.sealed import write_sealed
from kdci.studies.provenance import device_name, provenance

ROOT = Path(__file__).parents[1]
SIDES, REPEATS = (8, 16, 32, 64, 128), 15
QUICK_SIDES, QUICK_REPEATS = (8,), 3
DEEPINV_SMALLEST = 16
RESULT = Path(__file__).parent / "results" / "kernels.json"
Rows = list[dict[str, Any]]


def ours_and_obvious(sides: Sequence[int], repeats: int) -> Rows:
    """Return a row for every kernel and size."""
    return [measure.compare(case, repeats) for side in sides for case in cases.cases(side)]


def ours_and_deepinv(python: str, sides: Sequence[int], repeats: int) -> dict[str, Any]:
    """Return versions and rows, measured by the Python of an environment that has deepinv.

    Raises:
        RuntimeError: if that fails, with the end of its error message.
    """
    words = ["--repeats", str(repeats), "--sides", *map(str, sides)]
    command = [str(Path(python).absolute()), "-m", "benchmarks.deepinv_kernels", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{python} -m benchmarks.deepinv_kernels: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the result."""
    parser = argparse.ArgumentParser(description="Cost of the encoder and loss kernels.")
    parser.add_argument("--quick", action="store_true", help="one small size, nothing written")
    parser.add_argument("--deepinv", metavar="PYTHON", help="Python of an environment with deepinv")
    arguments = parser.parse_args(words)
    sides, repeats = (QUICK_SIDES, QUICK_REPEATS) if arguments.quick else (SIDES, REPEATS)
    if not arguments.quick:
        check_writable(RESULT.parent)
    measure.one_thread()
    rows = ours_and_obvious(sides, repeats)
    print(times_table(rows, "obvious"), growth_table(rows, "obvious"), sep="\n")
    result: dict[str, Any] = {
        "settings": {
            "threads": 1,
            "repeats": repeats,
            "batch": cases.BATCH,
            "bands": cases.BANDS,
            "compression_ratio": cases.RATIO,
            "tolerance": measure.TOLERANCE,
        },
        "obvious": {"rows": rows, "growth": growths(rows)},
    }
    if arguments.deepinv:
        sides = [side for side in sides if side >= DEEPINV_SMALLEST] or [DEEPINV_SMALLEST]
        deepinv = ours_and_deepinv(arguments.deepinv, sides, repeats)
        result["deepinv"] = deepinv | {"growth": growths(deepinv["rows"])}
        rows = deepinv["rows"]
        print(times_table(rows, "deepinv"), growth_table(rows, "deepinv"), sep="\n")
    print(laws.CACHES)
    if not arguments.quick:
        result["provenance"] = provenance(device_name("cpu"))
        write_sealed(RESULT, result, indent=1)


if __name__ == "__main__":
    main()
