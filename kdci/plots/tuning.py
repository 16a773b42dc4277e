"""The candidates of a search, judged on validation images."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from kdci.experiments.results import Result
from kdci.experiments.tables import by_seed
from kdci.plots.style import LOOK, axes, figure


def candidates(results: Sequence[Result], acceleration: float) -> Figure:
    """Return a row per candidate of baseline and student: a dot a seed, a bar at the mean."""
    fig = figure(4.8)
    ax = axes(fig)
    found = {
        (result["role"], result["variant"]): result["system"]
        for result in results
        if result["role"] in ("baseline", "student")
    }
    rows = []
    for (role, variant), system in found.items():
        values = list(by_seed(results, system, acceleration).values())
        rows.append((role, sum(values) / len(values), variant, values))
    rows.sort(key=lambda row: (row[0] != "student", row[1]))
    for height, (role, mean, _, values) in enumerate(rows):
        _, color, marker = LOOK[role]
        ax.plot(values, [height] * len(values), marker, color=color, ms=5, alpha=0.7, ls="none")
        ax.plot([mean, mean], [height - 0.35, height + 0.35], color=color, lw=2.5)
    ax.set_yticks(range(len(rows)), [f"{role}: {variant}" for role, _, variant, _ in rows])
    ax.set_xlabel("PSNR [dB] on validation images")
    return fig
