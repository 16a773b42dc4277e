"""Write what drawing a mask needs: the decoder's graph, images, masks, and their scores."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import Tensor

from kdci import files
from kdci.constraints import Frozen
from kdci.encoders import MRIEncoder
from kdci.evaluation import evaluate
from kdci.metrics.sampling import energy_spectrum
from kdci.plots.pictures import picture
from kdci.studies import FOLDER
from kdci.studies.opened import open_study
from kdci.systems import ImagingSystem
from kdci.widgets.build import add, add_tensor
from kdci.widgets.drawing.decoder import Cascade
from kdci.widgets.drawing.graph import export
from kdci.widgets.drawing.presets import LABELS, RIVALS, packed, presets
from kdci.widgets.drawing.release import STUDY, TESTED, released_decoder
from kdci.widgets.instrument import script

NAME = "draw-mri"
IMAGES = (0, 26, 55, 90, 120, 150, 180, 210)
"""Test images over which a mask's PSNR is averaged; the first three are those of `explore`."""
START = {"acceleration": 8, "preset": "disc"}
NOTE = (
    "Slices of an averaged brain template with a simulated phase, not of a patient; measured "
    "without noise. One decoder, trained on masks of all kinds, serves every mask here."
)


def behind(mask: Tensor, decoder: Cascade) -> ImagingSystem:
    """Return the imaging system of a mask (H, W) and the decoder of all masks."""
    encoder = MRIEncoder((mask.shape[0], mask.shape[1]), Frozen(), latent=mask)
    return ImagingSystem(encoder, decoder).eval()


def psnr(mask: Tensor, decoder: Cascade, images: Tensor) -> list[float]:
    """Return the PSNR [dB] of each image (N, 2, H, W) behind a mask."""
    return [round(value, 4) for value in evaluate(behind(mask, decoder), images)["psnr"]]


def build(folder: Path, experiments: Path = FOLDER) -> None:
    """Write graph, images and masks; the table of contents comes last.

    Raises:
        FileNotFoundError: if the decoder, or the study's results or weights, are missing.
    """
    study, decoder = open_study(STUDY, experiments), released_decoder(experiments)
    images = study.images("test")[torch.tensor(IMAGES)]
    size = images.shape[-1]
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / "decoder.onnx"
        export(decoder, size, path)
        graph = add(folder, path.read_bytes(), "onnx")
    masks = {f"{at}": presets(study, at) for at in sorted(TESTED)}
    spectrum = energy_spectrum(study.images("train"))
    encoder = behind(torch.ones(size, size), decoder).encoder
    contents = {
        "title": "Draw a mask",
        "size": size,
        "graph": graph,
        "images": add_tensor(folder, images),
        "shown": add_tensor(folder, torch.stack([picture(encoder, one) for one in images])),
        "energy": add_tensor(folder, (spectrum / spectrum.sum()).float()),
        "budgets": {at: int(found["disc"].sum()) for at, found in masks.items()},
        "labels": LABELS,
        "rivals": RIVALS,
        "presets": {
            at: {name: packed(mask) for name, mask in found.items()} for at, found in masks.items()
        },
        "psnr": {
            at: {name: psnr(mask, decoder, images) for name, mask in found.items()}
            for at, found in masks.items()
        },
        "start": START,
        "note": NOTE,
    }
    files.write_text(folder / f"{NAME}.json", json.dumps(contents, separators=(",", ":")))
    files.write_text(folder / "draw-worker.js", script("ort", "draw/worker"))
