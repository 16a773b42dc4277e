"""The decoder of all masks beside decoders that were trained for one mask each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

from kdci.sealed import read_sealed, write_sealed
from kdci.studies import FOLDER
from kdci.studies.opened import open_study
from kdci.studies.paths import result_path
from kdci.studies.provenance import provenance
from kdci.studies.results import Result, load_result
from kdci.widgets.drawing.build import psnr
from kdci.widgets.drawing.domain import Domain
from kdci.widgets.drawing.release import place, released_decoder

SEED = 0


def compare(domain: Domain, folder: Path = FOLDER) -> dict[str, Any]:
    """Measure and write PSNR [dB] of the decoder of all masks on all test images, mask by mask.

    Args:
        domain: what is drawn in.
        folder: where results and weights lie.

    Raises:
        FileNotFoundError: if the decoder, or the study's results or weights, are missing.
    """
    study, decoder = open_study(domain.study, folder), released_decoder(domain, folder)
    images = study.images("test")
    rows = []
    for name, is_released in domain.compared.items():
        for at in sorted(domain.tested):
            open_system = study.system if is_released else study.untrained
            mask = domain.mask(open_system(name, at, SEED).encoder)
            own = load_result(result_path(study.find(name, at, SEED), folder))
            rows.append(
                {
                    "mask": name,
                    "acceleration": at,
                    "own_weights_sha256": own.provenance["weights_sha256"],
                    "psnr": psnr(domain, mask, decoder, images),
                }
            )
    released = read_sealed(place(domain, ".json", folder), "result")
    content = {
        "study": domain.study,
        "seed": SEED,
        "evaluated_on": "test",
        "rows": rows,
        "provenance": {
            "weights_sha256": released["provenance"]["weights_sha256"],
            "data_sha256": released["provenance"]["data_sha256"],
            **provenance("cpu"),
        },
    }
    write_sealed(place(domain, "-compared.json", folder), content)
    return content


@cache
def _compared(domain: Domain, folder: Path) -> list[tuple[list[float], Result]]:
    """Return the PSNR [dB] of each test image, and the result of the mask's own decoder."""
    path, study = place(domain, "-compared.json", folder), open_study(domain.study, folder)
    content, made = (
        read_sealed(path, "result"),
        read_sealed(place(domain, ".json", folder), "result"),
    )
    if content["provenance"]["weights_sha256"] != made["provenance"]["weights_sha256"]:
        raise ValueError(f"{path.name}: of other weights: run `python tools/universal.py`")
    found = []
    for row in content["rows"]:
        run = study.find(row["mask"], row["acceleration"], content["seed"])
        own = load_result(result_path(run, folder))
        if own.provenance["weights_sha256"] != row["own_weights_sha256"]:
            raise ValueError(f"{run.name}: another result than the compared one: compare again")
        found.append((row["psnr"], own))
    return found


def compared_results(domain: Domain, folder: Path = FOLDER) -> list[Result]:
    """Return the results of the masks' own decoders that are compared with that of all masks."""
    return [own for _, own in _compared(domain, folder)]


def compared(domain: Domain, folder: Path = FOLDER) -> dict[tuple[str, float], tuple[float, float]]:
    """Return mean PSNR [dB] of the decoder of all masks and of the mask's own, by mask.

    Raises:
        FileNotFoundError: if a result is missing.
        ValueError: if a result is damaged, or another than the compared one.
    """
    return {
        (own.system, own.acceleration): (mean(psnr), mean(own.metrics["psnr"]))
        for psnr, own in _compared(domain, folder)
    }
