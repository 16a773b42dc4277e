"""Claims C1 and C7 at the longest training: the length that student and rival both reached."""

from __future__ import annotations

from pathlib import Path

from kdci.evidence.listed import listed_gains
from kdci.metrics.statistics import Summary
from kdci.studies import FOLDER

COMPARISONS = {
    "C1, student minus baseline": {
        "MRI, own kind, 2,000": ("mri-claims", 8, "student-longer", "baseline-longer"),
        "SPC, relaxed teacher, 4,000": ("spc-claims", 10, "student-longest", "baseline-longest"),
        "SD-CASSI, own kind, 2,000": ("cassi-claims", 8, "student-longer", "baseline-longer"),
    },
    "C7, student minus best fixed design": {
        "MRI, own kind, 2,000": ("mri-claims", 8, "student-longer", "energy-ranked-longer"),
        "SPC, relaxed teacher, 4,000": (
            "spc-claims",
            10,
            "student-longest",
            "hadamard-energy-longest",
        ),
        "SD-CASSI, own kind, 2,000": ("cassi-claims", 8, "student-longer", "blue-noise-longer"),
    },
}
"""By claim, and by instrument, kind of teacher and number of steps. All are secondary: see
lengths-mri.md, lengths-spc.md and lengths-cassi.md in experiments/primaries."""


def gains_at_the_longest(folder: str | Path = FOLDER) -> dict[str, dict[str, Summary]]:
    """Return student minus rival in PSNR [dB], paired by seed, by claim and label.

    Arguments and errors are those of `kdci.evidence.listed.listed_gains`.
    """
    return listed_gains(COMPARISONS, folder)
