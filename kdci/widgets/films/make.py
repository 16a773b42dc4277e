"""Make a film: train its systems as their study does, with a recorder that looks on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kdci.losses import DistillationLoss, TaskLoss
from kdci.metrics.sampling import energy_spectrum
from kdci.sealed import write_sealed
from kdci.studies import FOLDER
from kdci.studies.configuration import Run
from kdci.studies.images import data_sha256
from kdci.studies.opened import OpenedStudy, open_study
from kdci.studies.provenance import provenance
from kdci.studies.run import build
from kdci.systems import ImagingSystem
from kdci.training import fit
from kdci.widgets.films.recorder import MaskRecorder
from kdci.widgets.films.reel import Reel
from kdci.widgets.films.release import ROLES, Release, moments, place


def make(
    name: str, release: Release, folder: Path = FOLDER, say: Callable[[str], None] = print
) -> dict[str, Any]:
    """Train teacher, E2E and student of a film, and write the film.

    Args:
        name: of the film.
        release: what is filmed.
        folder: where the study lies; the film goes to its folder "films".
        say: told a line a training.

    Raises:
        FileNotFoundError: if there is no such study.
        ValueError: if the study has no such run.
    """
    study, start = open_study(release.study, folder), time.monotonic()
    teacher: ImagingSystem | None = None
    reels = {}
    for role in ROLES:
        run = study.find(release.systems[role], release.acceleration, release.seed)
        system, reel = film_of(run, study, teacher, release.image)
        teacher = system if role == "teacher" else teacher
        reels[role] = {
            "system": run.system,
            "variant": run.variant,
            "config_sha256": run.sha256(),
            **reel.content(),
        }
        say(f"{name}: {role} ({run.variant}): {reel.numbers['psnr'][-1]:.2f} dB")
    shared = study.runs[0]
    content = {
        "study": release.study,
        "acceleration": release.acceleration,
        "seed": release.seed,
        "size": shared.data.size,
        "image": release.image,
        "images": len(study.images("test")),
        "reels": reels,
        "provenance": {
            "data_sha256": data_sha256(shared.data, shared.modality),
            "seconds": round(time.monotonic() - start, 1),
            **provenance("cpu"),
        },
    }
    write_sealed(place(name, folder), content)
    return content


def film_of(
    run: Run, study: OpenedStudy, teacher: ImagingSystem | None, image: int
) -> tuple[ImagingSystem, Reel]:
    """Train one system as its run says, and return it with what was kept of its training.

    Args:
        run: of an MRI study.
        study: whose images it sees.
        teacher: of a student, trained.
        image: index of the test image whose reconstruction is kept.
    """
    train, test = study.images("train"), study.images("test")
    recorder = MaskRecorder(moments(run.training.steps), test, image, energy_spectrum(train))
    system = build(run)
    curves = fit(
        system,
        train,
        _loss(run, teacher),
        replace(run.training, monitor_every=1),
        accelerator="cpu",
        recorder=recorder,
    )
    recorder.keep(run.training.steps, system)
    return system, recorder.reel(curves)


def _loss(run: Run, teacher: ImagingSystem | None) -> TaskLoss | DistillationLoss:
    if run.distillation is None or teacher is None:
        return TaskLoss()
    return DistillationLoss(teacher, **run.distillation.loss)
