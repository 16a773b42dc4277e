"""What we promise of the kernels, measured: one run, one thread, in pairs.

    python benchmarks/promises.py [--quick]

- The Gram loss with its gradient is at least 1,000 times faster than its dense n x n form, and
  takes at most 1% of its memory: MRI and SD-CASSI at 128 x 128. There, the dense form itself takes
  half an hour, or 64 GiB for each matrix, so it is measured from below; see `benchmarks/dense.py`.
  The single-pixel camera is reported, and nothing is promised: for S patterns of n pixels, its loss
  takes S^2 n operations beside S n^2, and S n numbers beside n^2, so that about n / S is the most.
- The single-pixel camera's forward, adjoint and gradient with respect to the patterns take at most
  1.15 times as long as the bare matrix products.
- SD-CASSI's forward, adjoint and gradient with respect to the aperture are at least twice as fast
  as a loop of rolled bands at 128 x 128, and never slower from 32 x 32 to 512 x 512.

A gradient is timed with the forward pass that it needs. Prints a table, writes
benchmarks/results/promises.json, and ends with an error that names what was not kept. A quick run,
of one small size, writes nothing and promises nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # this is a script of the package benchmarks

from benchmarks import measure, promise_cases
from benchmarks.command import is_quick
from benchmarks.promise_cases import Promise
from benchmarks.tables import promises_table
from kdci.sealed import write_sealed
from kdci.studies.provenance import device_name, provenance

SIDE, SPC_DENSE_SIDE, CASSI_SIDES, QUICK_SIDE = 128, 64, (32, 64, 128, 256, 512), 8
QUICK_REPEATS = 3
RESULT = Path(__file__).parent / "results" / "promises.json"
Row = dict[str, Any]


def promises() -> Iterator[Promise]:
    """Yield all that is promised, at full size."""
    yield from promise_cases.gram_losses(SIDE, SPC_DENSE_SIDE)
    yield from promise_cases.camera(SIDE)
    for side in CASSI_SIDES:
        yield from promise_cases.imager(side, faster=2 if side == SIDE else 1)


def quick_comparisons() -> Iterator[Promise]:
    """Yield the same comparisons at one small size, where nothing is promised."""
    losses = promise_cases.gram_losses(QUICK_SIDE, QUICK_SIDE)
    imager = promise_cases.imager(QUICK_SIDE, faster=1)
    for promise in chain(losses, promise_cases.camera(QUICK_SIDE), imager):
        yield replace(promise, faster=None, memory=None, repeats=QUICK_REPEATS)


def measured(promise: Promise) -> Row:
    """Return a row of results: how many times faster, which part of the memory, and what was kept.

    Raises:
        ArithmeticError: if both implementations' results differ.
    """
    row = measure.compare(promise.case, promise.repeats)
    ((other, faster),) = row["ratio"].items()
    memory = measure.significant(row["peak_mib"]["ours"] / row["peak_mib"][other])
    fast_enough = promise.faster is None or faster >= promise.faster
    small_enough = promise.memory is None or memory <= promise.memory
    return row | {
        "other": other,
        "faster": faster,
        "memory": memory,
        "promised": {"faster": promise.faster, "memory": promise.memory},
        "kept": fast_enough and small_enough,
        "note": promise.note,
    }


def insist(rows: Iterable[Row]) -> None:
    """Return if all promises were kept.

    Raises:
        SystemExit: if one was not, naming each such.
    """
    broken = [
        f"{row['modality']} {row['kernel']}, {row['side']} x {row['side']}, beside the "
        f"{row['other']}: {found(row)}; promised: {found(row['promised'])}"
        for row in rows
        if not row["kept"]
    ]
    if broken:
        raise SystemExit("\n".join(["broken promises:", *broken]))


def found(values: Row) -> str:
    """Return in words how fast, and with how much memory."""
    faster, memory = f"{values['faster']:.3g} times faster", values["memory"]
    return faster if memory is None else f"{faster}, {memory:.2g} of the memory"


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, write the result, and insist on it."""
    quick = is_quick(
        words, "What we promise of the kernels, measured.", "one small size", RESULT.parent
    )
    measure.one_thread()
    rows = [measured(promise) for promise in (quick_comparisons() if quick else promises())]
    print(promises_table(rows))
    if quick:
        return
    result = {
        "settings": {
            "threads": 1,
            "batch": promise_cases.BATCH,
            "bands": promise_cases.BANDS,
            "compression_ratio": promise_cases.RATIO,
            "tolerance": measure.TOLERANCE,
        },
        "rows": rows,
        "provenance": provenance(device_name("cpu")),
    }
    write_sealed(RESULT, result, indent=1)
    insist(rows)


if __name__ == "__main__":
    main()
