"""A study as a page opens it: its runs, its trained systems, and its images."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from torch import Tensor

from kdci.studies import FOLDER
from kdci.studies.configuration import Run
from kdci.studies.images import load_images
from kdci.studies.paths import weights_path
from kdci.studies.run import build, execute, load_system
from kdci.studies.study import load_study
from kdci.systems import ImagingSystem

FEWEST = 24
"""Images of validation and of test, at least, where a reader trains with other settings."""


@dataclass(frozen=True)
class OpenedStudy:
    """A study's runs, and the folder in which their results and weights lie.

    Example:
        >>> study = open_study("spc-designs")
        >>> study.find("dct", at=10).modality
        'spc'
        >>> tuple(study.images("test").shape[1:])
        (1, 32, 32)
    """

    runs: tuple[Run, ...]
    folder: Path

    def find(self, system: str, at: float, seed: int = 0) -> Run:
        """Return the run of a system at an acceleration.

        Raises:
            ValueError: if there is none, saying which there are.
        """
        runs = [run for run in self.runs if run.system == system]
        for run in runs:
            if (run.acceleration, run.seed) == (at, seed):
                return run
        there = sorted({(run.acceleration, run.seed) for run in runs})
        raise ValueError(
            f"system={system!r}, acceleration={at}, seed={seed}: not in the study; "
            f"its (acceleration, seed) pairs are {there}"
        )

    def system(self, name: str, at: float, seed: int = 0) -> ImagingSystem:
        """Return a trained system, its weights checked against its result.

        Raises:
            ValueError: if there is no such run, or its weights are damaged.
            FileNotFoundError: if its result or its weights are missing.
        """
        return load_system(self.find(name, at, seed), self.folder)

    def systems(self, names: Iterable[str], at: float, seed: int = 0) -> dict[str, ImagingSystem]:
        """Return trained systems by their names; see `system`."""
        return {name: self.system(name, at, seed) for name in names}

    def kept(self, names: Iterable[str], at: float, seed: int = 0) -> dict[str, ImagingSystem]:
        """Return those of the trained systems whose weights are there, by their names.

        Raises:
            ValueError: if there is no such run, or weights are damaged.
        """
        there = [n for n in names if weights_path(self.find(n, at, seed), self.folder).is_file()]
        return self.systems(there, at, seed)

    def untrained(self, name: str, at: float, seed: int = 0) -> ImagingSystem:
        """Return a system as its training starts from it; that of a fixed design has its design."""
        return build(self.find(name, at, seed)).eval()

    def images(self, split: str = "test") -> Tensor:
        """Return the images that all runs share, (N, C, H, W).

        Args:
            split: "train", "validation" or "test".
        """
        run = self.runs[0]
        return load_images(run.data, run.modality)[split]


def open_study(name: str, folder: str | Path = FOLDER) -> OpenedStudy:
    """Return a study of the experiments folder.

    Raises:
        FileNotFoundError: if there is no such study.
        ValueError: if it is misconfigured.
    """
    folder = Path(folder)
    return OpenedStudy(tuple(load_study(folder / f"{name}.yaml")), folder)


def train_anew(
    runs: Mapping[str, Run],
    folder: str | Path,
    *,
    at: float,
    seed: int,
    size: int,
    steps: int,
    snr_db: float | None,
    train: int,
) -> OpenedStudy:
    """Train runs with other settings, one after the other, and return them opened.

    Everything else stays as the runs have it.

    Args:
        runs: by their roles; that of "teacher", if any, comes first and teaches the others.
        folder: where results and weights go.
        at: acceleration.
        seed: of all.
        size: side of the images [pixels].
        steps: of training.
        snr_db: SNR of the measurement noise [dB]; None is no noise.
        train: number of training images.
    """
    small = {role: resized(run, size, steps, train) for role, run in runs.items()}
    changed = {
        role: replace(
            run,
            acceleration=at,
            seed=seed,
            snr_db=snr_db,
            training=replace(run.training, seed=seed),
        )
        for role, run in small.items()
    }
    for run in changed.values():
        execute(run, changed.get("teacher"), Path(folder))
    return OpenedStudy(tuple(changed.values()), Path(folder))


def resized(run: Run, size: int, steps: int, train: int) -> Run:
    """Return a run with images of another size and number, and another length of its training.

    Args:
        run: of a study.
        size: side of the images [pixels].
        steps: of training.
        train: number of training images; of validation and of test there are a sixteenth, but
            at least `FEWEST`.
    """
    few = max(FEWEST, train // 16)
    training = replace(run.training, steps=steps, monitor_every=max(1, steps // 20))
    data = replace(run.data, size=size, train=train, validation=few, test=few)
    return replace(run, training=training, data=data)
