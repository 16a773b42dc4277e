"""Students against baselines that had as many steps as teacher and student together."""

from __future__ import annotations

from pathlib import Path

from kdci.evidence.listed import listed_gains
from kdci.metrics.statistics import Summary
from kdci.studies import FOLDER

COMPARISONS = {
    "relaxed teacher": {
        "MRI, AF 8, Adam": ("mri-adam", 8, "student-adam", "baseline-adam-double"),
        "MRI, AF 8, wide U-Net": ("mri-acceleration", 8, "student", "baseline-double"),
        "camera, Fashion-MNIST": ("recipe-3600", 10, "f-both", "g-baseline"),
        "camera, photographs": ("spc-claims", 10, "student", "baseline-double"),
        "SD-CASSI, coloured": ("cassi-claims", 8, "student-of-coloured", "baseline-double"),
        "SD-CASSI, twice the snapshots": ("cassi-claims", 8, "student-of-more", "baseline-double"),
    },
    "own kind": {
        "MRI, AF 8, SGD": ("mri-claims", 8, "student", "baseline-longer"),
        "SD-CASSI, one snapshot": ("cassi-claims", 8, "student", "baseline-longer"),
    },
}
"""Study, acceleration, student and baseline, by kind of teacher and label. All are secondary:
see total-steps.md, lengths-spc.md and lengths-mri-wide.md in experiments/primaries."""


def gains_at_equal_steps(folder: str | Path = FOLDER) -> dict[str, dict[str, Summary]]:
    """Return student minus baseline in PSNR [dB], paired by seed, by kind of teacher and label.

    Arguments and errors are those of `kdci.evidence.listed.listed_gains`.
    """
    return listed_gains(COMPARISONS, folder)
