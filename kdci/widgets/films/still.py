"""What the films show, as figures and a table: for print, and without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from kdci.evidence.markdown import markdown
from kdci.plots.style import LOOK, axes_grid, figure, legend_above, show
from kdci.widgets.films.build import LABELS
from kdci.widgets.films.film import Film
from kdci.widgets.films.notices import notices
from kdci.widgets.films.recorder import SHADES

COLOURS = {"e2e": LOOK["baseline"], "student": LOOK["student"], "teacher": LOOK["teacher"]}
LINES = {"e2e": "-", "student": "--", "teacher": ":"}
MEASURES = {"psnr": ("PSNR [dB]", 1), "energy": ("energy passed [%]", 100)}


def pictures(film: Film, count: int = 5) -> Figure:
    """Return the masks of all systems (rows) at some moments (columns), from first to last.

    Args:
        film: which is shown.
        count: of moments, 2 or more, at equal distances in the film.
    """
    places = [round(k * (len(film.steps) - 1) / (count - 1)) for k in range(count)]
    fig = figure(3.3)
    for row, (role, label) in zip(axes_grid(fig, len(LABELS), count), LABELS.items(), strict=True):
        reel = film.shown(role)
        for ax, at in zip(row, places, strict=True):
            title = f"step {film.steps[at]}" if role == next(iter(LABELS)) else ""
            show(ax, reel.patterns[at].float() / SHADES, title, vmin=0, vmax=1)
        row[0].set_ylabel(label)
    return fig


def curves(films: Sequence[Film]) -> Figure:
    """Return PSNR and energy (rows) over the student's steps, a column a film."""
    fig = figure(3.8)
    grid = axes_grid(fig, len(MEASURES), len(films), sharex=True, sharey="row")
    for row, (measure, (label, scale)) in zip(grid, MEASURES.items(), strict=True):
        for ax, film in zip(row, films, strict=True):
            for role, name in LABELS.items():
                reel = film.shown(role)
                values = [scale * value for value in reel.numbers[measure]]
                ax.plot(film.steps, values, LINES[role], color=COLOURS[role][1], label=name)
        row[0].set_ylabel(label)
    for ax, film in zip(grid[0], films, strict=True):
        ax.set_title(f"learned with {film.release.label}")
    for ax in grid[-1]:
        ax.set_xlabel("step")
    handles, names = grid[0][0].get_legend_handles_labels()
    legend_above(fig, handles, names, len(names))
    return fig


def told(films: Sequence[Film]) -> str:
    """Return what is to be noticed in films, as a Markdown table."""
    rows = [
        [film.release.label, f"{film.steps[notice.at]}", notice.text]
        for film in films
        for notice in notices(film)
    ]
    return markdown(("Film", "Step", "What to notice"), rows)


def compared(films: Sequence[Film], released: Mapping[str, float]) -> str:
    """Return the last PSNR of each training beside that of the released run, in Markdown.

    Args:
        films: whose trainings are listed.
        released: mean PSNR [dB] of the study's own runs, by system.
    """
    rows = []
    for film in films:
        for role, label in LABELS.items():
            found = film.reels[role].numbers["psnr"][-1]
            wanted = released[film.release.systems[role]]
            variant = film.variants[role].removeprefix(f"{label}, ")
            name = f"{film.release.label}: {label} ({variant})"
            rows.append([name, f"{found:.2f}", f"{wanted:.2f}", f"{found - wanted:+z.2f}"])
    return markdown(("Training", "Film [dB]", "Study [dB]", "Difference [dB]"), rows)


def origin(films: Sequence[Film]) -> str:
    """Return where films come from, as a Markdown table."""
    rows = []
    for film in films:
        made, release = film.provenance, film.release
        value = (
            f"study `{release.study}`, acceleration {release.acceleration:g}, seed {release.seed}; "
            f"data SHA-256 `{made['data_sha256'][:12]}`; kdci {made['version']}, commit "
            f"`{made['commit'][:12]}`; {made['device']}, one thread ({made['machine']}), torch "
            f"{made['torch']}; {made['seconds'] / 60:.0f} minutes, finished {made['finished']}; "
            f"rebuild with `python tools/films.py {film.name}`"
        )
        rows.append([f"Film {release.label}", value])
    return markdown(("Item", "Value"), rows)
