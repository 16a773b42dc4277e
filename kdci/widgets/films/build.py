"""Write what a film needs on a page: strips of masks and pictures as PNG files, and numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from kdci import files
from kdci.metrics.sampling import energy_spectrum
from kdci.physics.mri import magnitude
from kdci.studies import FOLDER
from kdci.studies.opened import open_study
from kdci.widgets.build import add
from kdci.widgets.films.film import Film, load_film
from kdci.widgets.films.notices import notices
from kdci.widgets.films.recorder import shades
from kdci.widgets.films.reel import NUMBERS, strip
from kdci.widgets.films.release import FILMS

NAME = "watch-mri"
LABELS = {"e2e": "E2E", "student": "Student", "teacher": "Teacher"}
"""By role, in the order of the page."""
DECADES = 6
"""Of the energy of k-space, from black to white."""
NOTE = (
    "Slices of an averaged brain template with a simulated phase, not of a patient; measured "
    "without noise. PSNR is the mean over all test images, the picture is the first of them. "
    "Energy is what the mask lets through, on average over the training images."
)


def build(folder: Path, experiments: Path = FOLDER) -> None:
    """Write strips and numbers; the table of contents comes last.

    Raises:
        FileNotFoundError: if a film is missing.
        ValueError: if one is damaged.
    """
    films = [load_film(name, experiments) for name in FILMS]
    contents = {
        "title": "Watch it learn",
        "films": [content_of(film, folder) for film in films],
        **still(films[0], folder, experiments),
        "note": NOTE,
    }
    files.write_text(folder / f"{NAME}.json", json.dumps(contents, separators=(",", ":")))


def content_of(film: Film, folder: Path) -> dict[str, Any]:
    """Write the strips of a film, and return what the instrument is told of it."""
    reels = []
    for role, label in LABELS.items():
        reel = film.shown(role)
        reels.append(
            {
                "role": role,
                "label": label,
                "variant": film.variants[role],
                "steps": reel.steps,
                "patterns": add(folder, strip(reel.patterns), "png"),
                "pictures": add(folder, strip(reel.pictures), "png"),
                **{name: list(reel.numbers[name]) for name in NUMBERS},
            }
        )
    return {
        "name": film.name,
        "label": film.release.label,
        "size": film.size,
        "steps": film.steps,
        "reels": reels,
        "notices": [{"at": notice.at, "text": notice.text} for notice in notices(film)],
    }


def still(film: Film, folder: Path, experiments: Path) -> dict[str, str]:
    """Write the image that is measured and the energy of k-space, and return their files."""
    study = open_study(film.release.study, experiments)
    image = study.images("test")[film.release.image]
    truth = magnitude(image[None])[0, 0]
    spectrum = energy_shades(energy_spectrum(study.images("train")))
    return {
        "truth": add(folder, strip(shades(truth)[None]), "png"),
        "energy": add(folder, strip(shades(spectrum)[None]), "png"),
    }


def energy_shades(spectrum: Tensor) -> Tensor:
    """Return the logarithm of an energy spectrum (H, W), 1 at its maximum and 0 `DECADES` below."""
    return (1 + torch.log10(spectrum / spectrum.max() + 10.0**-DECADES) / DECADES).clamp(0, 1)
