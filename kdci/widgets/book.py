"""The instruments of the book, from released weights."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from torch import Tensor

from kdci.evaluation import reconstruct
from kdci.plots.pictures import picture
from kdci.studies import FOLDER
from kdci.studies.configuration import Run
from kdci.studies.images import load_images
from kdci.studies.paths import result_path
from kdci.studies.results import Result, load_result
from kdci.studies.run import load_system
from kdci.studies.study import load_study
from kdci.widgets.build import BATCH, Scenes, add_tensor, describe, write
from kdci.widgets.release import GRID, RELEASES, SEED, Release


@cache
def released_run(study: str, system: str, acceleration: int) -> Run:
    """Return the run of a released system."""
    (run,) = (
        run
        for run in load_study(FOLDER / f"{study}.yaml")
        if (run.system, run.acceleration, run.seed) == (system, acceleration, SEED)
    )
    return run


def runs_of(release: Release) -> dict[str, list[Run]]:
    """Return the runs of an instrument's systems, by point of the slider."""
    return {
        name: [
            released_run(release.study, name + release.suffix, acceleration)
            for acceleration in release.points.values()
        ]
        for name in release.systems
    }


def first_images(run: Run) -> Tensor:
    """Return the first test images, those among which a reader may choose, (B, C, H, W)."""
    return load_images(run.data, run.modality)["test"][:BATCH]


def released_results(modality: str) -> list[Result]:
    """Return the result of each system of an instrument, at each point."""
    runs = [run for by_point in runs_of(RELEASES[modality]).values() for run in by_point]
    return [load_result(result_path(run, FOLDER)) for run in runs]


def gains_of_student(modality: str) -> list[float]:
    """Return the student's gain over the baseline on each test image [dB], as it was released.

    It is that at the second point of the slider, by which the instrument's images are chosen.
    """
    runs = runs_of(RELEASES[modality])
    ours, theirs = (
        load_result(result_path(runs[name][1], FOLDER)).metrics["psnr"]
        for name in ("student", "baseline")
    )
    return [our - their for our, their in zip(ours, theirs, strict=True)]


def describe_run(folder: Path, run: Run, scenes: Scenes, experiments: Path) -> dict[str, Any]:
    """Write the files of a released system, and return them with where its weights come from."""
    provenance = load_result(result_path(run, experiments)).provenance
    origin = {"weights": provenance["weights_sha256"], "commit": provenance["commit"]}
    return {**describe(folder, load_system(run, experiments), scenes), **origin}


def reconstructions(
    folder: Path, run: Run, scenes: Scenes, experiments: Path
) -> list[dict[str, Any]]:
    """Write what a system makes of the first scene, as it is looked at, by SNR of `GRID`."""
    system = load_system(run, experiments)
    index = next(iter(scenes.labels))
    shown = []
    for snr in GRID:
        images = reconstruct(system, scenes.images, seed=scenes.seed, snr_db=snr)
        reconstruction = images[index]
        shown.append(add_tensor(folder, picture(system.encoder, reconstruction)))
    return shown


def build(modality: str, release: Release, folder: Path, experiments: Path = FOLDER) -> None:
    """Write all of one instrument, its table of contents last.

    Args:
        modality: one of the names of `kdci.widgets.release.RELEASES`.
        release: what the instrument offers.
        folder: where to write.
        experiments: where results and weights lie.
    """
    runs = runs_of(release)
    some = runs["student"][0]
    scenes = Scenes(first_images(some), release.images, some.data.seed)
    texts = {
        "title": release.title,
        "study": release.study,
        "slider": release.slider,
        "points": list(release.points),
        "note": release.note,
        "wavelengths": release.wavelengths,
        "grid": [reconstructions(folder, run, scenes, experiments) for run in runs["student"]],
    }
    systems = [
        {
            "name": name,
            "label": label,
            "points": [describe_run(folder, run, scenes, experiments) for run in runs[name]],
        }
        for name, label in release.systems.items()
    ]
    write(folder, modality, texts, systems, scenes, load_system(some, experiments))
