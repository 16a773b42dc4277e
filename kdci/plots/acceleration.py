"""Reconstruction quality over the acceleration factor, for all masks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from kdci.evidence.numbers import Numbers
from kdci.plots.style import LOOK, axes, figure, ink

# Under a name that stands among the lines.
_PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}


def psnr_over_acceleration(
    numbers: Numbers,
    systems: Sequence[str],
    accelerations: Sequence[float],
    quantity: str = "acceleration factor",
    ticks: Sequence[str] | None = None,
    metric: str = "psnr",
) -> Figure:
    """Return PSNR over acceleration: mean over seeds, with bars of the 95% interval.

    Names stand at the right end of their lines, pushed apart where they would overlap. A system
    without results at some acceleration has no point there.

    Args:
        numbers: of a study.
        systems: names of those to show.
        accelerations: in ascending order.
        quantity: what the horizontal axis is called where it is known by another name.
        ticks: what each acceleration is called there; the number itself if left out.
        metric: "psnr", or that at an SNR of the test's measurements, such as "psnr_at_20dB".
    """
    fig = figure(5.2)
    ax = axes(fig)
    ends: dict[float, list[tuple[float, str, str]]] = {}
    for name in systems:
        label, color, marker = LOOK[name]
        there = [a for a in accelerations if a in numbers.accelerations(name)]
        found = [numbers.mean(name, acceleration, metric) for acceleration in there]
        means = [s.mean for s in found]
        bars = [0 if s.count == 1 else s.high - s.mean for s in found]
        style = "-" if name.startswith(("teacher", "baseline", "student")) else "--"
        ax.errorbar(
            there,
            means,
            bars,
            color=color,
            marker=marker,
            linestyle=style,
            capsize=3,
            lw=1.5,
        )
        ends.setdefault(there[-1], []).append((means[-1], label, color))
    low, high = ax.get_ylim()
    gap = (high - low) / 26
    for end, names in ends.items():
        names.sort()
        heights = _spread([height for height, _, _ in names], gap)
        for (_, label, color), height in zip(names, heights, strict=True):
            ax.annotate(
                label, (end, height), (10, 0), textcoords="offset points", color=ink(color),
                va="center", annotation_clip=False,
                bbox=None if end == accelerations[-1] else _PAPER,
            )  # fmt: skip
    ax.set_xscale("log", base=2)
    ax.set_xticks(accelerations, ticks or [f"{a:g}" for a in accelerations])
    span = max(2.0, accelerations[-1] / accelerations[0])  # one alone has room, too
    ax.set_xlim(accelerations[0] * span**-0.08, accelerations[-1] * span**0.6)
    ax.set_xlabel(quantity)
    ax.set_ylabel("PSNR [dB] on test images")
    return fig


def _spread(heights: Sequence[float], gap: float) -> np.ndarray:
    """Return ascending heights, moved as little as needed to lie at least ``gap`` apart."""
    moved = np.asarray(heights, dtype=float)
    for _ in range(200):
        short = gap - np.diff(moved)
        if (short <= 1e-9).all():
            break
        push = np.clip(short, 0, None) / 2
        moved[1:] += push
        moved[:-1] -= push
    return moved
