"""The widget of an instrument: ipywidgets' controls, linked in the browser to one view."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import ipywidgets
import traitlets
from torch import Tensor

from kdci import checks
from kdci.data.spectra import BANDS
from kdci.systems import ImagingSystem
from kdci.widgets.assets import ASSETS, assets_of
from kdci.widgets.build import BATCH, Scenes, describe, write
from kdci.widgets.instrument import Instrument
from kdci.widgets.release import RELEASES
from kdci.widgets.scripts import script, style


class Explorer(Instrument):
    """The view. Its state is five numbers."""

    _esm = script("view")
    _css = style("explore")
    modality = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    point = traitlets.Int(0).tag(sync=True)
    noise = traitlets.Int(0).tag(sync=True)
    left = traitlets.Int(0).tag(sync=True)
    right = traitlets.Int(0).tag(sync=True)
    image = traitlets.Int(0).tag(sync=True)


def explore_released(modality: str) -> ipywidgets.VBox:
    """Return the widget of an instrument: of the systems whose results the pages read.

    Args:
        modality: one of the names of `kdci.widgets.release.RELEASES`.

    Raises:
        ValueError: if it is none of them.
        FileNotFoundError: if the widgets' files were not built; says how to build them.
    """
    checks.one_of("modality", modality, tuple(RELEASES))
    return controls(modality, assets_of(modality))


def explore(
    system: ImagingSystem, images: Tensor, seed: int = 0, **others: ImagingSystem
) -> ipywidgets.VBox:
    """Return a widget for systems that you have trained; it needs a live kernel.

    Args:
        system: the one that is shown first.
        images: what it may measure, (N, C, H, W), in [0, 1]; `BATCH` at most.
        seed: of the measurement noise.
        others: to compare it with, by the name that the reader sees; of the same modality.

    Raises:
        ValueError: if the images do not fit a system, are not finite or are too many.
        FileNotFoundError: if the browser's runtime is not there; says how to get it.
    """
    systems = {"system": system, **{name.replace("_", " "): s for name, s in others.items()}}
    for each in systems.values():
        checks.finite_images("images", each.encoder.check(images))
    checks.integer_in("len(images)", len(images), 1, BATCH)
    if not any(ASSETS.glob("*.wasm")):
        raise FileNotFoundError(f"{ASSETS}: the browser's runtime is not there; run `make book`")
    labels = {index: f"image {index}" for index in range(len(images))}
    scenes = Scenes(images, labels, seed)
    temporary = TemporaryDirectory(prefix="kdci-explore-")
    folder = Path(temporary.name)
    described = [
        {"name": name, "label": name, "points": [describe(folder, each, scenes)]}
        for name, each in systems.items()
    ]
    bands = images.shape[1]
    texts = {
        "title": "Your own system",
        "slider": "System",
        "points": ["as it is"],
        "note": "",
        "wavelengths": BANDS if bands == len(BANDS) else [],
    }
    write(folder, "own", texts, described, scenes, system)
    widget = controls("own", folder)
    widget.files = temporary  # which are there as long as the widget is
    return widget


def controls(name: str, folder: Path) -> ipywidgets.VBox:
    """Return controls and view for ``<name>.json`` in a folder that `kdci.widgets.build` wrote.

    Raises:
        FileNotFoundError: if it is not there.
    """
    path = folder / f"{name}.json"
    if not path.is_file():
        raise FileNotFoundError(f"{path}: the widgets' files are not built; run `make book`")
    contents = json.loads(path.read_text(encoding="utf-8"))
    labels = [system["label"] for system in contents["systems"]]
    names = [system["name"] for system in contents["systems"]]
    snrs = contents["snrs"]
    noises = ["none" if snr is None else f"{snr} dB" for snr in snrs]
    start = {
        "point": len(contents["points"]) // 2,
        "noise": snrs.index(contents["trained"]) if contents["trained"] in snrs else 0,
        "left": names.index("student") if "student" in names else 0,
        "right": names.index("baseline") if "baseline" in names else min(1, len(names) - 1),
        "image": 0,
    }
    local = "" if folder == ASSETS else "kernel"
    view = Explorer(folder, modality=name, title=contents["title"], local=local, **start)
    inputs = {
        "point": ipywidgets.SelectionSlider(
            options=contents["points"], description=contents["slider"]
        ),
        "noise": ipywidgets.SelectionSlider(options=noises, description="SNR"),
        "left": ipywidgets.Dropdown(options=labels, description="First system"),
        "right": ipywidgets.Dropdown(options=labels, description="Second system"),
        "image": ipywidgets.Dropdown(
            options=[image["label"] for image in contents["images"]], description="Scene"
        ),
    }
    if len(contents["points"]) == 1:
        del inputs["point"]
    for trait, control in inputs.items():
        control.index = start[trait]
        control.style.description_width = "11em"
        control.layout.width = "min(100% - 4px, 26em)"  # a margin of 2 px on each side
        ipywidgets.jslink((control, "index"), (view, trait))
    return ipywidgets.VBox([*inputs.values(), view], layout={"overflow": "visible"})
