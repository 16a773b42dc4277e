"""Write what a training in the browser needs: graphs, images, the first weights, the teachers."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor

from kdci import files
from kdci.configuration import TrainingConfig
from kdci.studies import FOLDER
from kdci.studies.opened import open_study
from kdci.widgets.build import add
from kdci.widgets.scripts import script
from kdci.widgets.training.export import export_evaluation, export_step
from kdci.widgets.training.step import EPSILON, LATENT, Settings, State, Step
from kdci.widgets.training.subject import Subject

TRAINING = TrainingConfig(
    steps=300, batch_size=8, encoder_optimizer="adam", encoder_rate=0.1, encoder_until=0.8
)
"""Of all subjects, but for the rate of the encoder, which is the reader's choice."""
SEEDS = [0, 1, 2, 3, 4]
EVERY = 10
"""Steps between two evaluations on the test images."""
TESTED = 12
"""Test images of an evaluation."""
SCALE = 32767
"""Images go as 16-bit integers: what is trained on differs by 2e-5 from the page's images."""


def name_of(subject: Subject) -> str:
    """Return the name of the page and of its files."""
    return f"train-{subject.name}"


def build(subject: Subject, folder: Path, experiments: Path = FOLDER) -> None:
    """Write graphs, images, first weights and teachers; the table of contents comes last.

    Raises:
        FileNotFoundError: if the teachers' results or weights are missing.
    """
    study = open_study(subject.study, experiments)
    train, test = rounded(study.images("train")), rounded(study.images("test")[:TESTED])
    size, accelerations = train.shape[-1], sorted({run.acceleration for run in study.runs})
    teachers = {
        f"{kind}-{acceleration:g}": subject.teacher(
            study.system(f"teacher-{kind}", acceleration).encoder
        ).detach()
        for kind in subject.kinds
        for acceleration in accelerations
    }
    torch.manual_seed(0)
    step = Step(subject.objective(size), TRAINING.clip)
    state = first_state(step)
    settings = settings_of(size, next(iter(teachers.values())))
    graphs = {}
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / "graph.onnx"
        for name, export, batch in (
            ("step", export_step, train[: TRAINING.batch_size]),
            ("evaluation", export_evaluation, test),
        ):
            export(step, batch, settings, state, path)
            graphs[name] = add(folder, path.read_bytes(), "onnx")
    spectrum = subject.spectrum(train)
    floats = [*state.weights, spectrum, *teachers.values()]
    pixels = (torch.cat((train, test)) * SCALE).round().numpy().astype("<i2")
    contents = {
        "modality": subject.name,
        "title": subject.title,
        "size": size,
        "batch": TRAINING.batch_size,
        "images": len(train),
        "tested": len(test),
        "every": EVERY,
        "graphs": graphs,
        "floats": add(folder, _bytes(floats), "f32"),
        "pixels": add(folder, pixels.tobytes(), "i16"),
        "weights": [list(one.shape) for one in state.weights],
        "latent": list(state.latent.shape),
        "spectrum": spectrum.numel(),
        "teachers": list(teachers),
        "teacher": list(settings.teacher.shape),
        "kinds": subject.kinds,
        "counts": {f"{a:g}": round(size * size / a) for a in accelerations},
        "optimisers": subject.optimisers,
        "weightsOfLoss": subject.weights,
        "seeds": SEEDS,
        "start": subject.start,
        "training": {
            "steps": TRAINING.steps,
            "decoderRate": TRAINING.decoder_rate,
            "warmup": TRAINING.warmup,
            "encoderUntil": TRAINING.encoder_until,
        },
        "note": subject.note,
    }
    files.write_text(
        folder / f"{name_of(subject)}.json", json.dumps(contents, separators=(",", ":"))
    )
    files.write_text(folder / "train-worker.js", script("train/worker"))


def rounded(images: Tensor) -> Tensor:
    """Return images as the browser gets them."""
    return (images * SCALE).round().clamp(-SCALE, SCALE) / SCALE


def first_state(step: Step) -> State:
    """Return the state from which the browser's trainings begin; the latent is drawn there."""
    named = dict(step.objective.named_parameters())
    weights = [named[name].detach().clone().contiguous() for name in step.names]
    latent = named[LATENT].detach()
    moments = [torch.zeros_like(latent) for _ in range(3)]
    first, second = ([torch.zeros_like(one) for one in weights] for _ in range(2))
    return State(latent.clone(), moments, weights, first, second)


def settings_of(size: int, teacher: Tensor) -> Settings:
    """Return settings of the right shapes and types."""
    return Settings(
        count=torch.tensor(size * size // 8),
        teacher=teacher,
        weight=torch.tensor(0.0),
        rates=torch.tensor([TRAINING.decoder_rate, TRAINING.encoder_rate]),
        corrections=torch.tensor([0.1, 0.001, EPSILON]),
        adam=torch.tensor(1.0),
    )


def _bytes(tensors: list[Tensor]) -> bytes:
    flat = np.concatenate([one.numpy().ravel() for one in tensors])
    return flat.astype("<f4").tobytes()
