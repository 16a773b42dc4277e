"""What the training in the browser has found, as benchmarks/training_lesson.py wrote it."""

from __future__ import annotations

from pathlib import Path

from kdci import checks
from kdci.evidence.markdown import interval, markdown
from kdci.metrics.statistics import Summary, paired_differences, summarize
from kdci.sealed import read_sealed
from kdci.studies import RELEASED

RESULT = RELEASED.parent / "benchmarks" / "results" / "training_lesson.json"
SCALES = {"energy": 100.0, "psnr": 1.0}
"""Factor of each measure: energy in percent, PSNR in dB."""


class Lesson:
    """Numbers of the last steps, by optimiser of the mask, system, measure and seed.

    Args:
        path: of the result.

    Raises:
        FileNotFoundError: if it is not there.
        ValueError: if it is damaged.
    """

    def __init__(self, path: Path = RESULT) -> None:
        result = read_sealed(path, "lesson")
        self.settings, self.provenance = result["settings"], result["provenance"]
        self.rows = result["rows"]
        self.seeds = sorted({row["seed"] for row in self.rows})

    def by_seed(self, optimiser: str, system: str, measure: str) -> dict[int, float]:
        """Return a measure at the last step, by seed: energy [%] or PSNR [dB].

        Raises:
            ValueError: if there is no such measure, optimiser or system.
        """
        checks.one_of("measure", measure, SCALES)
        for name, value in (("optimiser", optimiser), ("system", system)):
            checks.one_of(name, value, sorted({row[name] for row in self.rows}))
        return {
            row["seed"]: SCALES[measure] * row[measure][-1]
            for row in self.rows
            if (row["optimiser"], row["system"]) == (optimiser, system)
        }

    def mean(self, optimiser: str, system: str, measure: str) -> Summary:
        """Return mean and interval over the seeds; see `by_seed`."""
        return summarize(list(self.by_seed(optimiser, system, measure).values()))

    def gain(self, optimiser: str, measure: str) -> Summary:
        """Return student minus E2E, paired by seed; see `by_seed`."""
        ours, theirs = (self.by_seed(optimiser, s, measure) for s in ("student", "baseline"))
        return paired_differences(ours, theirs)

    def table(self) -> str:
        """Return the gain of the student over E2E with each optimiser, in Markdown."""
        names = {"adam": "Adam", "sgd": "SGD"}
        rows = [
            [name, *(interval(self.gain(optimiser, measure), 1) for measure in SCALES)]
            for optimiser, name in names.items()
        ]
        return markdown(["The mask is learned by", "Energy in the mask [%]", "PSNR [dB]"], rows)
