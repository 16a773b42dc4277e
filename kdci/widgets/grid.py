"""What the widget would show, as pictures and a table: for readers without JavaScript."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import torch
from matplotlib.figure import Figure

from kdci import checks
from kdci.evidence.markdown import markdown
from kdci.plots.style import axes_grid, figure, show
from kdci.widgets.assets import assets_of
from kdci.widgets.release import GRID, RELEASES


@cache
def _contents(modality: str) -> dict[str, Any]:
    """Return an instrument's table of contents."""
    path = assets_of(modality) / f"{modality}.json"
    contents: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return contents


def label_of(snr: int | None) -> str:
    """Return an SNR [dB] in words that no line breaks; None is no noise."""
    return "none" if snr is None else f"{snr}\u00a0dB"


def pictures(modality: str) -> Figure:
    """Return the student's reconstructions of the first scene, by slider (rows) and SNR (columns).

    Args:
        modality: one of the names of `kdci.widgets.release.RELEASES`.
    """
    folder = assets_of(modality)
    contents = _contents(modality)
    student = psnr(modality, "student")
    fig = figure(1.25 * len(contents["points"]) + 0.1)
    panels = axes_grid(fig, len(contents["points"]), len(GRID))
    for point, (row, label) in enumerate(zip(panels, contents["points"], strict=True)):
        for ax, snr, shown in zip(row, GRID, contents["grid"][point], strict=True):
            values = np.fromfile(folder / shown["file"], dtype="<f4").reshape(shown["shape"])
            quality = student[point, contents["snrs"].index(snr), 0]
            show(ax, torch.from_numpy(values), f"PSNR {quality:.2f}", vmin=0, vmax=1)
            if point == 0:
                noise = "no noise" if snr is None else f"SNR {snr} dB"
                ax.set_title(f"{noise}\n{ax.get_title()}", fontsize=9)
        row[0].set_ylabel(label)
    fig.supylabel(contents["slider"].lower(), fontsize=10)
    return fig


def psnr(modality: str, system: str) -> np.ndarray:
    """Return the PSNR [dB] of a system, as kdci's evaluation has it, by slider, SNR and scene.

    Args:
        modality: one of the names of `kdci.widgets.release.RELEASES`.
        system: one of the names of its systems.

    Raises:
        ValueError: if the modality or the system is unknown.
    """
    checks.one_of("modality", modality, tuple(RELEASES))
    checks.one_of("system", system, tuple(RELEASES[modality].systems))
    contents = _contents(modality)
    (points,) = (found["points"] for found in contents["systems"] if found["name"] == system)
    return np.array([point["psnr"] for point in points])


def grid(modality: str, image: int = 0) -> str:
    """Return PSNR [dB] of student and baseline on one image, by slider and SNR, in Markdown.

    Args:
        modality: one of the names of `kdci.widgets.release.RELEASES`.
        image: index in the widget's list.

    Raises:
        ValueError: if the list has no such image.
    """
    contents = _contents(modality)
    checks.integer_in("image", image, 0, len(contents["images"]) - 1)
    both = [psnr(modality, name)[..., image] for name in ("student", "baseline")]
    rows = [
        [label, label_of(snr), *(f"{values[point, row]:.2f}" for values in both)]
        for point, label in enumerate(contents["points"])
        for row, snr in enumerate(contents["snrs"])
    ]
    header = [contents["slider"].lower(), "SNR", "student [dB]", "E2E baseline [dB]"]
    return markdown(header, rows)
