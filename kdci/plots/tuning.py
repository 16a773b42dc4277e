"""The candidates of a search, judged on validation images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kdci.evidence.numbers import Numbers
from kdci.plots.style import LOOK, axes, figure, legend_above


def candidates(numbers: Numbers, acceleration: float) -> Figure:
    """Return a row per candidate of baseline and student: a dot a seed, a bar at the mean."""
    fig = figure(4.8)
    ax = axes(fig)
    found = {
        (result.role, result.variant): result.system
        for result in numbers.results
        if result.role in ("baseline", "student")
    }
    rows = []
    for (role, variant), system in found.items():
        values = list(numbers.by_seed(system, acceleration).values())
        rows.append((role, sum(values) / len(values), variant, values))
    rows.sort(key=lambda row: (row[0] != "student", row[1]))
    drawn: list[Line2D] = []
    for height, (role, mean, _, values) in enumerate(rows):
        _, color, marker = LOOK[role]
        drawn += ax.plot(
            values, [height] * len(values), marker, color=color, ms=5, alpha=0.7, ls="none"
        )
        ax.plot([mean, mean], [height - 0.35, height + 0.35], color=color, lw=2.5)
    ax.set_yticks(range(len(rows)), _without_shared_end([variant for _, _, variant, _ in rows]))
    fig.supxlabel("PSNR [dB] on validation images", fontsize=10)  # the axes are too narrow for it
    shown = {role: dots for (role, *_), dots in zip(rows, drawn, strict=True)}
    roles = [role for role in ("baseline", "student") if role in shown]
    legend_above(fig, [shown[role] for role in roles], [LOOK[role][0] for role in roles], columns=2)
    return fig


def _without_shared_end(names: Sequence[str]) -> list[str]:
    """Return names without the last parts that all of them share, such as ", SNR 20 dB"."""
    parts = [name.split(", ") for name in names]
    while all(len(own) > 1 for own in parts) and len({own[-1] for own in parts}) == 1:
        parts = [own[:-1] for own in parts]
    return [", ".join(own) for own in parts]


def families(
    candidates: Mapping[str, Sequence[float]], teachers: Mapping[str, float | None]
) -> Figure:
    """Return a row a family of candidates: a dot a candidate, a diamond the family's teacher.

    Args:
        candidates: by name of the family, the mean PSNR [dB] of each candidate. The first is E2E's.
        teachers: by name of the family, that of its teacher, None for a family that has none.

    Raises:
        ValueError: if the two do not have the same families.
    """
    if set(candidates) != set(teachers):
        raise ValueError(
            f"teachers: has {sorted(teachers)}, must have the candidates' families, "
            f"{sorted(candidates)}"
        )
    fig = figure(0.9 + 0.45 * len(candidates))
    ax = axes(fig)
    best = max(next(iter(candidates.values())))
    ax.axvline(best, color=LOOK["baseline"][1], lw=1)
    for height, (name, values) in enumerate(candidates.items()):
        _, color, marker = LOOK["student" if height else "baseline"]
        ax.plot(values, [height] * len(values), marker, color=color, ms=5, alpha=0.6, ls="none")
        taught_by = teachers[name]
        if taught_by is not None:
            _, color, marker = LOOK["teacher"]
            ax.plot(taught_by, height, marker, color=color, ms=7, markerfacecolor="none")
    ax.set_yticks(range(len(candidates)), list(candidates))
    ax.set_ylim(len(candidates) - 0.5, -0.5)
    ax.set_xlabel("PSNR [dB] on validation images")
    return fig
