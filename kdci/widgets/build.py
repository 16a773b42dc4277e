"""Write what the widgets need: graphs, images, noise and a table of contents an instrument."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from torch import Tensor

from kdci import files
from kdci.encoders import (
    CASSIEncoder,
    Encoder,
    FilterArrayEncoder,
    MRIEncoder,
    PseudoInverseSPCEncoder,
    SPCEncoder,
)
from kdci.evaluation import evaluate
from kdci.plots.pictures import pattern_picture, picture
from kdci.systems import ImagingSystem
from kdci.widgets.graph import export, unit_noise

SNRS = (10, 15, 20, 25, 30, 35, 40, None)
"""SNRs of the measurements [dB]; None is no noise."""
BATCH = 64
"""How many of the images that an evaluation sees, the first ones, a reader may choose among."""


@dataclass(frozen=True)
class Scenes:
    """What is measured.

    Attributes:
        images: the first ones of the evaluation, (B, C, H, W); `BATCH` at most.
        labels: of those that a reader may choose, by index.
        seed: of the measurement noise; see `kdci.evaluation.reconstruct`.
    """

    images: Tensor
    labels: Mapping[int, str]
    seed: int


@singledispatch
def measurement_view(encoder: Encoder) -> str:
    """Return how the view draws a measurement: ``kspace``, ``numbers`` or ``detector``."""
    raise TypeError(f"encoder: {type(encoder).__name__} has no view")


measurement_view.register(MRIEncoder, lambda _: "kspace")
measurement_view.register(SPCEncoder, lambda _: "numbers")
measurement_view.register(CASSIEncoder, lambda _: "detector")
measurement_view.register(FilterArrayEncoder, lambda _: "detector")


@singledispatch
def start_name(encoder: Encoder) -> str:
    """Return what the image is called that the decoder starts from."""
    return "back-projection"


start_name.register(PseudoInverseSPCEncoder, lambda _: "pseudo-inverse")


def add(folder: Path, content: bytes, kind: str) -> str:
    """Write a file that is named by its content, and return its name."""
    name = f"{hashlib.sha256(content).hexdigest()[:16]}.{kind}"
    if not (folder / name).is_file():
        files.write_bytes(folder / name, content)
    return name


def add_tensor(folder: Path, values: Tensor) -> dict[str, Any]:
    """Write numbers as little-endian float32, and return the file's name and their shape."""
    array = np.ascontiguousarray(values.numpy().astype("<f4"))
    return {"file": add(folder, array.tobytes(), "f32"), "shape": list(array.shape)}


def add_graph(folder: Path, system: ImagingSystem) -> str:
    """Write a system's graph, and return the file's name."""
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / "system.onnx"
        export(system, path)
        return add(folder, path.read_bytes(), "onnx")


def describe(folder: Path, system: ImagingSystem, scenes: Scenes) -> dict[str, Any]:
    """Write a system's files.

    Returns:
        The graph's file; the picture of its pattern; the name of what its decoder starts from; the
        unit noise of each scene; and PSNR [dB] of each of these, by SNR, all as kdci's evaluation
        has them.
    """
    noise = unit_noise(system, scenes.images, scenes.seed)
    grid = []
    for snr in SNRS:
        psnr = evaluate(system, scenes.images, seed=scenes.seed, snr_db=snr)["psnr"]
        grid.append([round(psnr[index], 4) for index in scenes.labels])
    return {
        "graph": add_graph(folder, system),
        "pattern": add_tensor(folder, pattern_picture(system.encoder)),
        "start": start_name(system.encoder),
        "noise": [add_tensor(folder, noise[index : index + 1]) for index in scenes.labels],
        "psnr": grid,
    }


def write(
    folder: Path,
    name: str,
    texts: Mapping[str, object],
    systems: Sequence[Mapping[str, object]],
    scenes: Scenes,
    system: ImagingSystem,
) -> None:
    """Write an instrument's scenes and its table of contents, ``<name>.json``.

    Args:
        folder: which has the files of the systems.
        name: of the instrument.
        texts: its title, slider, points, wavelengths [nm] and note.
        systems: each with name, label, and by point what `describe` has returned.
        scenes: those that `describe` was given.
        system: one of them. The slider of the noise begins at the SNR for which it was trained.
    """
    images = [
        {
            "label": label,
            **add_tensor(folder, scenes.images[index : index + 1]),
            "shown": add_tensor(folder, picture(system.encoder, scenes.images[index])),
        }
        for index, label in scenes.labels.items()
    ]
    view = {
        "snrs": SNRS,
        "trained": system.snr_db,
        "measurement": measurement_view(system.encoder),
        "images": images,
    }
    contents = {**texts, **view, "systems": systems}
    files.write_text(folder / f"{name}.json", json.dumps(contents, separators=(",", ":")))
