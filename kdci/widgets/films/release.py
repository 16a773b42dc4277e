"""Which trainings are filmed, and where a film lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kdci.studies import FOLDER

ROLES = ("teacher", "e2e", "student")
"""Of the trainings of a film, in the order in which they are made: the student needs a teacher."""
MOMENTS = 40
"""About how many moments of a training are kept."""


@dataclass(frozen=True)
class Release:
    """Three runs of one study, to be filmed.

    Attributes:
        label: what the reader chooses.
        study: whose settings the runs have.
        systems: names in the study, by role.
        acceleration: of the runs.
        seed: of the runs.
        image: index of the test image whose reconstruction is shown; the first one, which nobody
            chose.
    """

    label: str
    study: str
    systems: Mapping[str, str]
    acceleration: float
    seed: int = 0
    image: int = 0


FILMS = {
    "mri-adam": Release(
        label="Adam",
        study="mri-adam",
        systems={"teacher": "teacher", "e2e": "baseline-adam", "student": "student-adam"},
        acceleration=8,
    ),
    "mri-sgd": Release(
        label="SGD",
        study="mri-adam",
        systems={"teacher": "teacher-equal", "e2e": "baseline", "student": "student"},
        acceleration=8,
    ),
}


def moments(steps: int) -> list[int]:
    """Return the steps at which a training is kept, the first 0 and the last ``steps``.

    They lie closer at the start, where most happens: they are the squares of equal distances.
    """
    return sorted({round(steps * (k / (MOMENTS - 1)) ** 2) for k in range(MOMENTS)})


def place(name: str, folder: Path = FOLDER) -> Path:
    """Return the file of a film in the folder of the released studies."""
    return folder / "films" / f"{name}.json"
