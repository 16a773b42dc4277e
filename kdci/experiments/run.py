"""One run: build the system, train it, evaluate it, write its weights and its result."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path

import torch
from torch import Tensor

from kdci import files
from kdci.checkpoints import tensors_sha256
from kdci.data.cache import cached_images
from kdci.evaluation import evaluate
from kdci.experiments.modalities import MODALITIES
from kdci.experiments.provenance import device_name, provenance
from kdci.experiments.results import load_result, save_result
from kdci.experiments.study import DataConfig, Run
from kdci.losses import DistillationLoss, TaskLoss
from kdci.systems import ImagingSystem
from kdci.training import Curves, fit
from kdci.weights import load_weights, save_weights

RESULTS, WEIGHTS, CHECKPOINTS = "results", "weights", "checkpoints"


@cache
def load_images(data: DataConfig, modality: str = "mri") -> Mapping[str, Tensor]:
    """Return the images of each split."""
    kind = MODALITIES[modality]
    shared = {"size": data.size, "seed": data.seed}
    if kind.has_phase:
        shared["phase"] = data.phase
    return {
        split: cached_images(kind.images, split=split, count=getattr(data, split), **shared)
        for split in ("train", "validation", "test")
    }


def build(run: Run) -> ImagingSystem:
    """Return the untrained system of a run; the same seed gives the same starting weights."""
    kind, acceleration = MODALITIES[run.modality], run.encoder_acceleration
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


def result_path(run: Run, folder: Path) -> Path:
    """Return the path of a run's result under the experiments folder."""
    return folder / RESULTS / run.study / f"{run.name}.json"


def weights_path(run: Run, folder: Path) -> Path:
    """Return the path of a run's weights under the experiments folder."""
    return folder / WEIGHTS / run.study / f"{run.name}.safetensors"


def checkpoint_path(run: Run, folder: Path) -> Path:
    """Return the path of the file from which an unfinished run of this configuration resumes."""
    return folder / CHECKPOINTS / run.study / f"{run.name}-{run.sha256()[:12]}.safetensors"


def is_finished(run: Run, folder: Path) -> bool:
    """Return whether the run's result is there and of this very configuration."""
    try:
        found = load_result(result_path(run, folder))["provenance"]["config_sha256"]
    except (FileNotFoundError, ValueError):
        return False
    return found == run.sha256()


def load_system(run: Run, folder: Path) -> ImagingSystem:
    """Return the trained system of a run, its weights checked against its result.

    Raises:
        FileNotFoundError: if the result or the weights are missing.
        ValueError: if the weights are damaged or of another run.
    """
    system = build(run)
    sha256 = load_result(result_path(run, folder))["provenance"]["weights_sha256"]
    load_weights(system, weights_path(run, folder), sha256)
    return system.eval()


def execute(run: Run, teacher: Run | None, folder: Path, accelerator: str = "auto") -> None:
    """Train and evaluate one run; write weights, then the result, each atomically.

    A run that was cut off resumes from its last checkpoint, which is removed in the end.

    Raises:
        PermissionError: if the folder cannot be written; before any training.
    """
    for path in (result_path(run, folder), weights_path(run, folder)):
        files.check_writable(path.parent)
    kind, images = MODALITIES[run.modality], load_images(run.data, run.modality)
    system, start = build(run), time.monotonic()
    curves = train(run, system, teacher, folder, accelerator)
    seconds = time.monotonic() - start
    weights_sha256 = save_weights(system, weights_path(run, folder))
    save_result(
        {
            "study": run.study,
            "modality": run.modality,
            "role": run.role,
            "variant": run.variant,
            "system": run.system,
            "setting": {"acceleration": run.acceleration, "snr_db": run.snr_db},
            "seed": run.seed,
            "evaluated_on": run.evaluate_on,
            "metrics": _rounded(evaluate(system, images[run.evaluate_on], seed=run.data.seed)),
            "encoder": kind.measures(system.encoder, kind.prepare(images["train"])),
            "curves": _rounded(curves),
            "configuration": asdict(run),
            "provenance": {
                "config_sha256": run.sha256(),
                "data_sha256": tensors_sha256(images),
                "weights_sha256": weights_sha256,
                "seconds": round(seconds, 1),
                "steps": curves["step"][-1] + 1 if curves else 0,
                **provenance(device_name(accelerator)),
            },
        },
        result_path(run, folder),
    )
    checkpoint_path(run, folder).unlink(missing_ok=True)


def train(
    run: Run, system: ImagingSystem, teacher: Run | None, folder: Path, accelerator: str = "auto"
) -> Curves:
    """Train the system of a run and return its curves; without a trainable decoder, none."""
    if run.decoder == "zero-filled":
        return {}
    kind, images = MODALITIES[run.modality], load_images(run.data, run.modality)
    statistics = kind.prepare(images["train"])
    loss = TaskLoss()
    if run.distillation is not None:
        settings = asdict(run.distillation)
        del settings["teacher"], settings["teacher_sha256"]
        loss = DistillationLoss(load_system(teacher, folder), **settings)

    def validation_psnr(system: ImagingSystem) -> float:
        values = evaluate(system, images["validation"], seed=run.data.seed)["psnr"]
        system.train()
        return sum(values) / len(values)

    monitors = {
        name: lambda system, measure=measure: measure(system.encoder, statistics)
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


def _rounded(series: Mapping[str, list[float]]) -> dict[str, list[float]]:
    """Return the values to six significant digits, which keeps the files small."""
    return {name: [float(f"{v:.6g}") for v in values] for name, values in series.items()}
