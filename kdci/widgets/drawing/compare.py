"""The decoder of all masks beside decoders that were trained for one mask each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

from kdci.designs.mri import FIXED
from kdci.sealed import read_sealed, write_sealed
from kdci.studies import FOLDER
from kdci.studies.opened import open_study
from kdci.studies.paths import result_path
from kdci.studies.provenance import provenance
from kdci.studies.results import Result, load_result
from kdci.widgets.drawing.build import psnr
from kdci.widgets.drawing.release import STUDY, TESTED, place, released_decoder

LEARNED = ("student", "baseline")
SEED = 0


def compare(folder: Path = FOLDER) -> dict[str, Any]:
    """Measure and write PSNR [dB] of the decoder of all masks on all test images, mask by mask.

    Raises:
        FileNotFoundError: if the decoder, or the study's results or weights, are missing.
    """
    study, decoder = open_study(STUDY, folder), released_decoder(folder)
    images = study.images("test")
    rows = []
    for name in (*LEARNED, "energy-ranked", *FIXED):
        for at in sorted(TESTED):
            open_system = study.system if name in LEARNED else study.untrained
            mask = open_system(name, at, SEED).encoder.pattern.detach()
            own = load_result(result_path(study.find(name, at, SEED), folder))
            rows.append(
                {
                    "mask": name,
                    "acceleration": at,
                    "own_weights_sha256": own.provenance["weights_sha256"],
                    "psnr": psnr(mask, decoder, images),
                }
            )
    released = read_sealed(place(folder) / "mri.json", "result")
    content = {
        "study": STUDY,
        "seed": SEED,
        "evaluated_on": "test",
        "rows": rows,
        "provenance": {
            "weights_sha256": released["provenance"]["weights_sha256"],
            "data_sha256": released["provenance"]["data_sha256"],
            **provenance("cpu"),
        },
    }
    write_sealed(place(folder) / "mri-compared.json", content)
    return content


@cache
def _compared(folder: Path) -> list[tuple[list[float], Result]]:
    """Return the PSNR [dB] of each test image, and the result of the mask's own decoder."""
    content, study = read_sealed(place(folder) / "mri-compared.json", "result"), open_study(STUDY)
    sha256 = read_sealed(place(folder) / "mri.json", "result")["provenance"]["weights_sha256"]
    if content["provenance"]["weights_sha256"] != sha256:
        raise ValueError("mri-compared.json: of other weights: run `python tools/universal.py`")
    found = []
    for row in content["rows"]:
        run = study.find(row["mask"], row["acceleration"], content["seed"])
        own = load_result(result_path(run, folder))
        if own.provenance["weights_sha256"] != row["own_weights_sha256"]:
            raise ValueError(f"{run.name}: another result than the compared one: compare again")
        found.append((row["psnr"], own))
    return found


def compared_results(folder: Path = FOLDER) -> list[Result]:
    """Return the results of the masks' own decoders that are compared with that of all masks."""
    return [own for _, own in _compared(folder)]


def compared(folder: Path = FOLDER) -> dict[tuple[str, float], tuple[float, float]]:
    """Return mean PSNR [dB] of the decoder of all masks and of the mask's own, by mask.

    Raises:
        FileNotFoundError: if a result is missing.
        ValueError: if a result is damaged, or another than the compared one.
    """
    return {
        (own.system, own.acceleration): (mean(psnr), mean(own.metrics["psnr"]))
        for psnr, own in _compared(folder)
    }
