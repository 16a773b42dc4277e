"""The released decoders of all masks: how one is made, and how it is loaded."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from kdci import weights
from kdci.sealed import read_sealed, write_sealed
from kdci.studies import FOLDER
from kdci.studies.images import data_sha256
from kdci.studies.opened import open_study
from kdci.studies.provenance import provenance
from kdci.widgets.drawing.decoder import Cascade
from kdci.widgets.drawing.domain import Domain
from kdci.widgets.drawing.fit import Settings, train


def place(domain: Domain, kind: str, folder: Path = FOLDER) -> Path:
    """Return a file of the decoder of a domain.

    Args:
        domain: what is drawn in.
        kind: how the name ends: ".safetensors" (weights), ".json" (result) or "-compared.json".
        folder: where the released studies lie.
    """
    return folder / "universal" / f"{domain.name}{kind}"


def make(
    domain: Domain, settings: Settings, folder: Path = FOLDER, say: Callable[[str], None] = print
) -> dict[str, Any]:
    """Train the decoder of all masks of a domain, and write its weights, then its result.

    Args:
        domain: what is drawn in.
        settings: how.
        folder: where the released study lies; the files go to its folder "universal".
        say: told a line now and then.

    Raises:
        FileNotFoundError: if the study's results or weights are missing.
    """
    study, start = open_study(domain.study, folder), time.monotonic()
    run = study.runs[0]
    images = study.images("train")
    stream = domain.stream(study)
    checkpoint = folder / "checkpoints" / "universal" / f"{domain.name}.pt"
    transform = domain.transform(images.shape[-1])
    decoder, curves = train(images, transform, stream, settings, checkpoint, say)
    seconds = round(time.monotonic() - start, 1)
    saved = place(domain, ".safetensors", folder)
    content = {
        "settings": asdict(settings),
        "masks": {
            "kinds": {name: stream.shares[name] for name in stream.kinds()},
            "accelerations": list(stream.accelerations),
            "sparse": stream.sparse,
            "held_out": sorted(stream.held_out),
        },
        "parameters": sum(p.numel() for p in decoder.parameters()),
        "images": len(images),
        "curves": curves,
        "provenance": {
            "data_sha256": data_sha256(run.data, run.modality),
            "weights_sha256": weights.save_weights(decoder, saved),
            "seconds_since_last_start": seconds,
            **provenance("cpu"),
        },
    }
    write_sealed(place(domain, ".json", folder), content)
    checkpoint.unlink(missing_ok=True)
    return content


@cache
def released_decoder(domain: Domain, folder: Path = FOLDER) -> Cascade:
    """Return the released decoder of a domain, its weights checked against its result.

    Raises:
        FileNotFoundError: if it is not there.
        ValueError: if a file is damaged.
    """
    content = read_sealed(place(domain, ".json", folder), "result")
    settings = Settings(**content["settings"])
    decoder = Cascade(settings.cascades, settings.base, domain.channels)
    sha256 = content["provenance"]["weights_sha256"]
    weights.load_weights(decoder, place(domain, ".safetensors", folder), sha256)
    return decoder.eval().requires_grad_(False)
