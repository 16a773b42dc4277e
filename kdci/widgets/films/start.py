"""Write the start page's own instrument: a student's mask as it is learned, beside what it sees."""

from __future__ import annotations

import json
from pathlib import Path

import torch

from kdci import files
from kdci.studies import FOLDER
from kdci.widgets.films.film import load_film
from kdci.widgets.films.reel import strip
from kdci.widgets.scripts import script

FILM = "mri-adam"


def build(folder: Path, experiments: Path = FOLDER) -> None:
    """Write a still picture, a strip of pictures, and the script that needs nothing else.

    Args:
        folder: for three files, which the page names.
        experiments: where the film lies.

    Raises:
        FileNotFoundError: if the film is missing.
        ValueError: if it is damaged.
    """
    reel = load_film(FILM, experiments).reels["student"]
    frames = torch.cat((reel.patterns, reel.pictures), dim=2)
    _, height, width = frames.shape
    told = {
        "width": width,
        "height": height,
        "steps": reel.steps,
        "psnr": reel.numbers["psnr"],
        "energy": reel.numbers["energy"],
    }
    root = 'document.getElementById("kdci-start")'
    address = 'new URL("strip.png", document.currentScript.src).href'
    call = f"startFilm({root}, {json.dumps(told)}, {address});"
    files.write_bytes(folder / "still.png", strip(frames[-1:]))
    files.write_bytes(folder / "strip.png", strip(frames))
    files.write_text(folder / "start.js", f"(() => {{\n{script('film/start')}\n{call}\n}})();\n")
