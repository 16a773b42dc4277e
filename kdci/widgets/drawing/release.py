"""The released decoder of all masks: how it is made, and how it is loaded."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from kdci import weights
from kdci.metrics.sampling import energy_spectrum
from kdci.sealed import read_sealed, write_sealed
from kdci.studies import FOLDER
from kdci.studies.images import data_sha256
from kdci.studies.opened import OpenedStudy, open_study
from kdci.studies.provenance import provenance
from kdci.widgets.drawing.decoder import Cascade
from kdci.widgets.drawing.fit import Settings, train
from kdci.widgets.drawing.masks import KINDS, SHARES, Stream

STUDY = "mri-acceleration"
"""Whose images it is trained on, and whose masks it is compared on."""
TEACHERS = (4, 8, 16)
"""Accelerations of the students whose teachers' masks, which have half of it, are varied."""
TESTED = frozenset({4, 8, 16})
"""Accelerations whose numbers of points are left out of the training."""


def place(folder: Path = FOLDER) -> Path:
    """Return the folder of the decoder's files: mri.safetensors, mri.json, mri-compared.json."""
    return folder / "universal"


def stream_of(study: OpenedStudy) -> Stream:
    """Return the masks that the decoder is trained on."""
    spectrum = energy_spectrum(study.images("train"))
    learned = [study.system("teacher", at).encoder.pattern.detach() for at in TEACHERS]
    held_out = frozenset(round(spectrum.numel() / acceleration) for acceleration in TESTED)
    return Stream(spectrum, learned, held_out)


def make(
    settings: Settings, folder: Path = FOLDER, say: Callable[[str], None] = print
) -> dict[str, Any]:
    """Train the decoder of all masks, and write its weights, then its result.

    Args:
        settings: how.
        folder: where the released study lies; the files go to its folder "universal".
        say: told a line now and then.

    Raises:
        FileNotFoundError: if the study's results or weights are missing.
    """
    study, start = open_study(STUDY, folder), time.monotonic()
    run = study.find("student", 8)
    images = study.images("train")
    stream = stream_of(study)
    checkpoint = folder / "checkpoints" / "universal" / "mri.pt"
    decoder, curves = train(images, stream, settings, checkpoint, say)
    seconds = round(time.monotonic() - start, 1)
    content = {
        "settings": asdict(settings),
        "masks": {
            "kinds": {name: SHARES[name] for name in KINDS},
            "accelerations": list(stream.accelerations),
            "sparse": stream.sparse,
            "held_out": sorted(stream.held_out),
        },
        "parameters": sum(p.numel() for p in decoder.parameters()),
        "images": len(images),
        "curves": curves,
        "provenance": {
            "data_sha256": data_sha256(run.data, run.modality),
            "weights_sha256": weights.save_weights(decoder, place(folder) / "mri.safetensors"),
            "seconds_since_last_start": seconds,
            **provenance("cpu"),
        },
    }
    write_sealed(place(folder) / "mri.json", content)
    checkpoint.unlink(missing_ok=True)
    return content


@cache
def released_decoder(folder: Path = FOLDER) -> Cascade:
    """Return the released decoder, its weights checked against its result.

    Raises:
        FileNotFoundError: if it is not there.
        ValueError: if a file is damaged.
    """
    content = read_sealed(place(folder) / "mri.json", "result")
    settings = Settings(**content["settings"])
    decoder = Cascade(settings.cascades, settings.base)
    sha256 = content["provenance"]["weights_sha256"]
    weights.load_weights(decoder, place(folder) / "mri.safetensors", sha256)
    return decoder.eval().requires_grad_(False)
