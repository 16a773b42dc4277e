"""What the widget would show, as pictures and a table: for readers without JavaScript."""

from __future__ import annotations

import json

import numpy as np
import torch
from matplotlib.figure import Figure

from kdci.experiments.tables import markdown
from kdci.plots.style import axes, figure, show
from kdci.widgets.explore import ASSETS
from kdci.widgets.release import GRID


def label_of(snr: int | None) -> str:
    """Return an SNR [dB] in words; None is no noise."""
    return "none" if snr is None else f"{snr} dB"


def pictures(modality: str) -> Figure:
    """Return the student's reconstructions of the first scene, by slider (rows) and SNR (columns).

    Args:
        modality: one of the names of `kdci.widgets.release.RELEASES`.
    """
    contents = json.loads((ASSETS / f"{modality}.json").read_text())
    (student,) = (system for system in contents["systems"] if system["name"] == "student")
    fig = figure(1.25 * len(contents["points"]) + 0.1)
    panels = axes(fig, len(contents["points"]), len(GRID), squeeze=False)
    for point, (row, label) in enumerate(zip(panels, contents["points"], strict=True)):
        for ax, snr, shown in zip(row, GRID, contents["grid"][point], strict=True):
            values = np.fromfile(ASSETS / shown["file"], dtype="<f4").reshape(shown["shape"])
            psnr = student["points"][point]["psnr"][contents["snrs"].index(snr)][0]
            show(ax, torch.from_numpy(values), f"PSNR {psnr:.2f}", vmin=0, vmax=1)
            if point == 0:
                ax.set_title(f"SNR {label_of(snr)}\n{ax.get_title()}", fontsize=9)
        row[0].set_ylabel(label)
    fig.supylabel(contents["slider"].lower(), fontsize=10)
    return fig


def grid(modality: str, image: int = 0) -> str:
    """Return PSNR [dB] of student and baseline on one image, by slider and SNR, in Markdown.

    Args:
        modality: one of the names of `kdci.widgets.release.RELEASES`.
        image: index in the widget's list.
    """
    contents = json.loads((ASSETS / f"{modality}.json").read_text())
    systems = {system["name"]: system["points"] for system in contents["systems"]}
    rows = [
        [
            label,
            label_of(snr),
            *(
                f"{systems[name][point]['psnr'][row][image]:.2f}"
                for name in ("student", "baseline")
            ),
        ]
        for point, label in enumerate(contents["points"])
        for row, snr in enumerate(contents["snrs"])
    ]
    header = [contents["slider"].lower(), "SNR", "KD student [dB]", "E2E baseline [dB]"]
    return markdown(header, rows)
