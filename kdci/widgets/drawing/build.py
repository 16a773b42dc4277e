"""Write what drawing a mask needs: the decoder's graph, images, masks, and their scores."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import Tensor

from kdci import files
from kdci.evaluation import evaluate
from kdci.plots.pictures import picture
from kdci.studies import FOLDER
from kdci.studies.opened import open_study
from kdci.systems import ImagingSystem
from kdci.widgets.build import add, add_tensor
from kdci.widgets.drawing.decoder import Cascade
from kdci.widgets.drawing.domain import Domain
from kdci.widgets.drawing.graph import export
from kdci.widgets.drawing.packed import packed
from kdci.widgets.drawing.release import released_decoder
from kdci.widgets.scripts import script

PASSED = ("title", "budget", "labels", "rivals", "champion", "partner", "words", "note")
"""Of the domain's texts, what the browser is told as it is."""


def name_of(domain: Domain) -> str:
    """Return the name of the page and of its files."""
    return f"draw-{domain.name}"


def behind(domain: Domain, mask: Tensor, decoder: Cascade) -> ImagingSystem:
    """Return the imaging system of a mask (H, W) and the decoder of all masks."""
    return ImagingSystem(domain.encoder(mask), decoder).eval()


def psnr(domain: Domain, mask: Tensor, decoder: Cascade, images: Tensor) -> list[float]:
    """Return the PSNR [dB] of each image (N, C, H, W) behind a mask."""
    return [round(value, 4) for value in evaluate(behind(domain, mask, decoder), images)["psnr"]]


def build(domain: Domain, folder: Path, experiments: Path = FOLDER) -> None:
    """Write graph, images and masks; the table of contents comes last.

    Raises:
        FileNotFoundError: if the decoder, or the study's results or weights, are missing.
    """
    study, decoder = open_study(domain.study, experiments), released_decoder(domain, experiments)
    images = study.images("test")[torch.tensor(domain.images)]
    size, texts = images.shape[-1], domain.texts
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / "decoder.onnx"
        export(domain, decoder, size, path)
        graph = add(folder, path.read_bytes(), "onnx")
    masks = {f"{at}": domain.presets(study, at) for at in sorted(domain.tested)}
    spectrum = domain.transform(size).energy(study.images("train"))
    encoder = domain.encoder(torch.ones(size, size))
    acceleration, preset = texts.start
    contents = {
        **{name: getattr(texts, name) for name in PASSED},
        "size": size,
        "origin": domain.stream(study).origin,
        "graph": graph,
        "images": add_tensor(folder, images),
        "shown": add_tensor(folder, torch.stack([picture(encoder, one) for one in images])),
        "energy": add_tensor(folder, (spectrum / spectrum.sum()).float()),
        "budgets": {at: int(found[preset].sum()) for at, found in masks.items()},
        "presets": {
            at: {name: packed(mask) for name, mask in found.items()} for at, found in masks.items()
        },
        "psnr": {
            at: {name: psnr(domain, mask, decoder, images) for name, mask in found.items()}
            for at, found in masks.items()
        },
        "start": {"acceleration": f"{acceleration}", "preset": preset},
    }
    files.write_text(
        folder / f"{name_of(domain)}.json", json.dumps(contents, separators=(",", ":"))
    )
    files.write_text(folder / "draw-worker.js", script("draw/worker"))
