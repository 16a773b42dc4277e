"""Are several seeds at once faster than one by one, and do they give the same numbers? In one run.

    python benchmarks/seeds_at_once.py [--quick]

The study engine trains the same seeds of a baseline twice: with one process, and with one process
for each core. Each process has one thread. The times hold all that a user waits for: the start of
the processes, the training, the evaluation, and what is written.

Prints the result, and writes benchmarks/results/seeds_at_once.json. A quick run takes few steps,
and writes nothing.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # this is a script of the package benchmarks

from benchmarks.command import is_quick
from kdci.sealed import write_sealed
from kdci.studies.clusters import this_machine
from kdci.studies.engine import run_studies
from kdci.studies.paths import result_path
from kdci.studies.provenance import device_name, provenance
from kdci.studies.results import load_result
from kdci.studies.study import load_study

RESULT = Path(__file__).parent / "results" / "seeds_at_once.json"
SEEDS, STEPS, QUICK_STEPS, BATCH = 4, 200, 2, 16
STUDY = """
study: seeds
evaluate_on: validation
accelerations: [8]
seeds: {seeds}
training: {{steps: {steps}, batch_size: {batch}, monitor_every: {steps}}}
data: {{train: 512, validation: 16, test: 16}}
systems:
  baseline: {{role: baseline, variant: E2E}}
"""


def trained(folder: Path, steps: int, processes: int) -> tuple[float, list[Any]]:
    """Train all seeds with so many processes; return the time [s], and all numbers, seed by seed.

    Raises:
        RuntimeError: if a run fails.
    """
    path = folder / "seeds.yaml"
    words = STUDY.format(seeds=list(range(SEEDS)), steps=steps, batch=BATCH)
    path.write_text(words, encoding="utf-8")
    runs = load_study(path)
    start = time.perf_counter()
    outcome = run_studies(runs, folder, this_machine(processes, "cpu"), "cpu")
    seconds = time.perf_counter() - start
    if len(outcome.finished) != SEEDS:
        raise RuntimeError(f"{len(outcome.finished)} of {SEEDS} runs finished")
    results = [load_result(result_path(run, folder)) for run in runs]
    return seconds, [(one.metrics, one.encoder, one.curves) for one in results]


def measure(steps: int = STEPS) -> dict[str, Any]:
    """Return the times and images a second, one by one and at once, and whether numbers agree."""
    processes = this_machine(None, "cpu").workers
    found, seconds = {}, {}
    for name, count in (("one_by_one", 1), ("at_once", processes)):
        with TemporaryDirectory() as folder:
            seconds[name], found[name] = trained(Path(folder), steps, count)
    images = SEEDS * steps * BATCH
    return {
        "seeds": SEEDS,
        "steps": steps,
        "batch": BATCH,
        "processes": processes,
        "seconds": {name: round(value, 1) for name, value in seconds.items()},
        "images_a_second": {name: round(images / value, 1) for name, value in seconds.items()},
        "times_as_fast": round(seconds["one_by_one"] / seconds["at_once"], 2),
        "equal": found["one_by_one"] == found["at_once"],
    }


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the result."""
    quick = is_quick(words, "Several seeds, one by one and at once", "few steps", RESULT.parent)
    result = measure(QUICK_STEPS if quick else STEPS)
    print(json.dumps(result, indent=1))
    if not quick:
        content = result | {"provenance": provenance(device_name("cpu"))}
        write_sealed(RESULT, content, indent=1)


if __name__ == "__main__":
    main()
