"""What a training in the browser ends with, over its seeds."""

from __future__ import annotations

from matplotlib.figure import Figure

from kdci.evidence.lesson import Lesson
from kdci.plots.style import LOOK, axes_list, figure

ROWS = (("adam", "baseline"), ("adam", "student"), ("sgd", "baseline"), ("sgd", "student"))
NAMES = {"adam": "Adam", "sgd": "SGD", "baseline": "E2E", "student": "student"}
MEASURES = {"energy": "energy in the mask [%]", "psnr": "PSNR [dB]"}


def lesson(found: Lesson) -> Figure:
    """Return two panels, energy in the mask and PSNR: a row an optimiser and system.

    Small marks are seeds; a large one and its line are their mean and its 95% interval.
    """
    fig = figure(2.6)
    for ax, (measure, label) in zip(
        axes_list(fig, 1, 2, sharey=True), MEASURES.items(), strict=True
    ):
        for at, (optimiser, system) in enumerate(ROWS):
            _, color, marker = LOOK[system]
            values = list(found.by_seed(optimiser, system, measure).values())
            ax.plot(values, [at + 0.25] * len(values), marker, color=color, ms=4, alpha=0.5)
            mean = found.mean(optimiser, system, measure)
            ax.plot([mean.low, mean.high], [at, at], color=color, lw=1.5)
            ax.plot(mean.mean, at, marker, color=color, ms=7)
        ax.set_xlabel(label)
        ax.grid(visible=False, axis="y")
        ax.locator_params(axis="x", nbins=4)
    labels = [f"{NAMES[optimiser]}: {NAMES[system]}" for optimiser, system in ROWS]
    ax.set_yticks(range(len(ROWS)), labels)
    ax.set_ylim(len(ROWS) - 0.4, -0.6)
    return fig
