"""How open a coded aperture is: what L_ENC says to that, and what the images say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from matplotlib.figure import Figure

from kdci.constraints import Binary
from kdci.encoders import CASSIEncoder
from kdci.evidence.numbers import Numbers
from kdci.metrics.encoders.cassi import band_sampling
from kdci.plots.kinds import encoders_of
from kdci.plots.style import GRAY, LOOK, axes_list, figure, legend_above
from kdci.systems import ImagingSystem

SHARES = np.linspace(0.1, 1, 19)
"""Open shares of the random apertures to which a teacher is compared."""


def openness(
    numbers: Numbers,
    shown: Sequence[str],
    systems: Mapping[str, ImagingSystem],
    acceleration: float,
) -> Figure:
    """Return three panels over the open share of the aperture: L_ENC, PSNR and SAM.

    On top: the misalignment (see `kdci.losses.alignment_loss`) with the teacher, of random
    apertures as a line, and of ``systems`` as dots. Below: the numbers, a dot a seed.

    Args:
        numbers: of a study of SD-CASSI.
        shown: names of those to show below.
        systems: by name; "teacher" and those to show on top.
        acceleration: of what is shown.

    Raises:
        TypeError: if a system is not of SD-CASSI.
    """
    encoders = encoders_of(CASSIEncoder, systems)
    teacher = encoders.pop("teacher")
    fig = figure(6.8)
    panels = axes_list(fig, 3, 1, sharex=True)
    random = _misalignments(teacher)
    panels[0].plot(100 * SHARES, random, color=GRAY, lw=1.2)
    panels[0].annotate(
        "random apertures", (100 * SHARES[2], random[2]), (8, 2),
        textcoords="offset points", color=GRAY, fontsize=9,
    )  # fmt: skip
    for name, encoder in encoders.items():
        _, color, marker = LOOK[name]
        share = 100 * band_sampling(encoder).mean().item()
        misalignment = encoder.gram_misalignment(teacher).item()
        panels[0].plot(share, misalignment, marker, color=color, ms=8)
    panels[0].set_ylabel("misalignment\nwith the teacher")
    panels[0].set_ylim(0, 1)
    for name in shown:
        label, color, marker = LOOK[name]
        shares = [100 * share for share in numbers.by_seed(name, acceleration, "open").values()]
        for ax, metric in zip(panels[1:], ("psnr", "sam"), strict=True):
            values = numbers.by_seed(name, acceleration, metric).values()
            ax.plot(shares, list(values), marker, color=color, ms=7, alpha=0.8, label=label)
    panels[1].set_ylabel("PSNR [dB]")
    panels[2].set_ylabel("SAM [degrees]")
    panels[2].set_xlabel("open share of the aperture [%]")
    legend_above(fig, *panels[1].get_legend_handles_labels(), columns=2)
    return fig


def _misalignments(teacher: CASSIEncoder) -> list[float]:
    """Return one minus the Gram cosine of random apertures with the teacher's, for each share."""
    snapshots, shape = len(teacher.pattern), teacher.image_shape
    draws = torch.rand(snapshots, 1, *shape[1:], generator=torch.Generator().manual_seed(0))
    found = []
    for share in SHARES:
        latent = (draws < share).float()
        ours = CASSIEncoder(shape[1:], Binary(snapshots), bands=shape[0], latent=latent)
        found.append(ours.gram_misalignment(teacher).item())
    return found
