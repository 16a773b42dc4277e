"""One run: build the system, train it, evaluate it, write its weights and its result."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from kdci import files
from kdci.checkpoints import tensors_sha256
from kdci.evaluation import evaluate
from kdci.losses import DistillationLoss, TaskLoss
from kdci.modalities import find_modality
from kdci.studies.code import code_sha256
from kdci.studies.configuration import Run
from kdci.studies.found import defined, metrics_of, rounded
from kdci.studies.images import load_images
from kdci.studies.inheritance import inherit
from kdci.studies.paths import CHECKPOINTS, result_path, weights_path
from kdci.studies.provenance import device_name, provenance
from kdci.studies.results import Result, load_result, save_result
from kdci.systems import ImagingSystem
from kdci.training import Curves, Monitor, fit
from kdci.weights import load_weights, save_weights


def build(run: Run) -> ImagingSystem:
    """Return the untrained system of a run; the same seed gives the same starting weights."""
    kind, acceleration = find_modality(run.modality), run.encoder_acceleration
    constraint = kind.constraints[run.constraint](acceleration, run.shape)
    encoder = kind.encoders[run.backprojection](run.shape, constraint, seed=run.seed)
    learned = run.mask == "learned"
    near = run.start if learned else run.mask
    values = encoder.latent.detach()
    if near != "noise":
        images = load_images(run.data, run.modality)["train"]
        values = kind.designs[near](images, run.shape, acceleration)
    with torch.no_grad():
        encoder.latent.copy_(constraint.start_at(values) if learned else values)
    encoder.requires_grad_(learned)
    with torch.random.fork_rng():
        torch.manual_seed(run.seed)
        decoder = kind.decoders[run.decoder]()
    return ImagingSystem(encoder, decoder, run.snr_db)


def checkpoint_path(run: Run, folder: Path) -> Path:
    """Return the path of the file from which an unfinished run resumes.

    Another configuration or other code has another file.
    """
    identity = files.sha256(f"{run.sha256()} {code_sha256(run.modality, run.is_noisy)}".encode())
    return folder / CHECKPOINTS / run.study / f"{run.name}-{identity[:12]}.safetensors"


def load_system(run: Run, folder: Path) -> ImagingSystem:
    """Return the trained system of a run, its weights checked against its result.

    Raises:
        FileNotFoundError: if the result or the weights are missing.
        ValueError: if the weights are damaged or of another run.
    """
    system = build(run)
    sha256 = load_result(result_path(run, folder)).provenance["weights_sha256"]
    load_weights(system, weights_path(run, folder), sha256)
    return system.eval()


def execute(run: Run, teacher: Run | None, folder: Path, accelerator: str = "auto") -> None:
    """Train and evaluate one run; write weights, then the result, each atomically.

    A run that was cut off resumes from its last checkpoint, which is removed in the end, as are
    those of earlier configurations and code.

    Raises:
        FileNotFoundError: if its data or its teacher's weights are not there.
        PermissionError: if the folder cannot be written; before any training.
    """
    for path in (result_path(run, folder), weights_path(run, folder)):
        files.check_writable(path.parent)
    kind, images = find_modality(run.modality), load_images(run.data, run.modality)
    system, start = build(run), time.monotonic()
    curves = train(run, system, teacher, folder, accelerator)
    seconds = time.monotonic() - start
    weights_sha256 = save_weights(system, weights_path(run, folder))
    result = Result(
        study=run.study,
        modality=run.modality,
        role=run.role,
        variant=run.variant,
        system=run.system,
        acceleration=run.acceleration,
        snr_db=run.snr_db,
        seed=run.seed,
        evaluated_on=run.evaluate_on,
        metrics=rounded(metrics_of(run, system, images[run.evaluate_on])),
        encoder={
            **defined(kind.measures(system.encoder, kind.prepare(images["train"]))),
            **_likeness(run, system, teacher, folder),
        },
        curves=rounded(curves),
        configuration=asdict(run),
        provenance={
            "config_sha256": run.sha256(),
            "code_sha256": code_sha256(run.modality, run.is_noisy),
            "data_sha256": tensors_sha256(images),
            "weights_sha256": weights_sha256,
            "seconds": round(seconds, 1),
            "steps": curves["step"][-1] + 1 if curves else 0,
            **provenance(device_name(accelerator)),
        },
    )
    save_result(result, result_path(run, folder))
    for checkpoint in checkpoint_path(run, folder).parent.glob(
        f"{run.name}-{'?' * 12}.safetensors"
    ):
        checkpoint.unlink(missing_ok=True)


def train(
    run: Run, system: ImagingSystem, teacher: Run | None, folder: Path, accelerator: str = "auto"
) -> Curves:
    """Train the system of a run and return its curves; without a trainable decoder, none."""
    if run.decoder == "zero-filled":
        return {}
    kind, images = find_modality(run.modality), load_images(run.data, run.modality)
    statistics = kind.prepare(images["train"])
    loss: TaskLoss | DistillationLoss = TaskLoss()
    if run.distillation is not None and teacher is not None:
        trained = load_system(teacher, folder)
        inherit(system, trained, run.distillation.inherit)
        loss = DistillationLoss(trained, **run.distillation.loss)

    def validation_psnr(system: ImagingSystem) -> float:
        values = evaluate(system, images["validation"], seed=run.data.seed)["psnr"]
        system.train()
        return sum(values) / len(values)

    monitors: dict[str, Monitor] = {
        name: partial(_monitored, measure=measure, statistics=statistics)
        for name, measure in kind.monitors.items()
    }
    monitors["validation_psnr"] = validation_psnr
    return fit(
        system,
        images["train"],
        loss,
        run.training,
        monitors,
        checkpoint=checkpoint_path(run, folder),
        accelerator=accelerator,
    )


def _monitored(
    system: ImagingSystem, measure: Callable[[Any, Any], float], statistics: Tensor | None
) -> float:
    return measure(system.encoder, statistics)


def _likeness(
    run: Run, system: ImagingSystem, teacher: Run | None, folder: Path
) -> dict[str, float]:
    """Return a student's alignment with its teacher: the cosine between their Gram matrices."""
    if run.distillation is None or teacher is None:
        return {}
    with torch.no_grad():
        misalignment = system.encoder.gram_misalignment(load_system(teacher, folder).encoder)
    return {"alignment_with_teacher": 1 - float(misalignment)}
