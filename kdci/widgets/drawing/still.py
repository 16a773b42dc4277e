"""What the instrument shows, as a picture and tables: for print, and without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

import torch
from matplotlib.figure import Figure

from kdci.evaluation import reconstruct
from kdci.evidence.markdown import markdown
from kdci.plots.pictures import picture
from kdci.plots.style import LOOK, WIDTH, axes_grid, figure, show
from kdci.sealed import read_sealed
from kdci.studies.opened import open_study
from kdci.widgets.drawing.build import behind, psnr
from kdci.widgets.drawing.domain import Domain
from kdci.widgets.drawing.release import place, released_decoder

SHORT = {
    "energy-ranked": "energy",
    "baseline": "E2E",
    "sequency": "sum",
    "square": "larger",
    "hyperbolic": "product",
}


def scores(domain: Domain, acceleration: int) -> dict[str, float]:
    """Return the mean PSNR [dB] over the instrument's test images, by mask to begin with."""
    study, decoder = open_study(domain.study), released_decoder(domain)
    images = study.images("test")[torch.tensor(domain.images)]
    found = {
        name: psnr(domain, mask, decoder, images)
        for name, mask in domain.presets(study, acceleration).items()
    }
    return {name: sum(values) / len(values) for name, values in found.items()}


def pictures(domain: Domain, acceleration: int) -> Figure:
    """Return the masks to begin with, each above what the decoder makes of the first test image."""
    study, decoder = open_study(domain.study), released_decoder(domain)
    image = study.images("test")[:1]
    means = scores(domain, acceleration)
    columns = -(-len(means) // 2)
    fig = figure(4 * (WIDTH / columns + 0.1))
    first, first_below, second, second_below = axes_grid(fig, 4, columns)
    places = list(zip([*first, *second], [*first_below, *second_below], strict=True))
    for unused in chain(*places[len(means) :]):
        unused.set_axis_off()
    presets = domain.presets(study, acceleration)
    for (top, bottom), (name, mask) in zip(places, presets.items(), strict=False):
        system = behind(domain, mask, decoder)
        show(top, mask, SHORT.get(name, name), vmin=0, vmax=1)
        shown = picture(system.encoder, reconstruct(system, image)[0])
        show(bottom, shown, f"{means[name]:.2f} dB", vmin=0, vmax=1)
    return fig


def scores_table(domain: Domain, by_budget: Mapping[int, Mapping[str, float]]) -> str:
    """Return what `scores` found, by acceleration, as a Markdown table."""
    names = list(next(iter(by_budget.values())))
    rows = [[f"{at}", *(f"{found[name]:.2f}" for name in names)] for at, found in by_budget.items()]
    return markdown((domain.texts.budget, *(SHORT.get(name, name) for name in names)), rows)


def table(domain: Domain, means: Mapping[tuple[str, float], tuple[float, float]]) -> str:
    """Return what `kdci.widgets.drawing.compare.compared` found as a Markdown table.

    Where there is one mask alone, the page names it, and the table has no column for it.
    """
    rows = [
        [LOOK[name][0], f"{at:g}", f"{alone:.2f}", f"{universal:.2f}", f"{universal - alone:+.2f}"]
        for (name, at), (universal, alone) in means.items()
    ]
    header = [
        f"{domain.texts.words['mask']}",
        domain.texts.budget,
        "Its own decoder [dB]",
        "Universal [dB]",
        "Difference [dB]",
    ]
    first = 0 if len({name for name, _ in means}) > 1 else 1
    return markdown(header[first:], [row[first:] for row in rows])


def reach(means: Mapping[tuple[str, float], tuple[float, float]], allowed: float = 1.0) -> str:
    """Return for how many masks the universal decoder is close, and where it falls short.

    Args:
        means: see `table`.
        allowed: what it may lose [dB].
    """
    lost = {mask: alone - universal for mask, (universal, alone) in means.items()}
    short = [
        f"{LOOK[name][0]} at acceleration {at:g} ({loss:.2f} dB lost)"
        for (name, at), loss in sorted(lost.items(), key=lambda item: -item[1])
        if loss > allowed
    ]
    kept = f"It loses at most {allowed:g} dB for {len(lost) - len(short)} of {len(lost)} masks."
    return f"{kept} It falls short of that for {' and '.join(short)}." if short else kept


def origin(domain: Domain) -> str:
    """Return where the released decoder comes from, as a Markdown table."""
    content = read_sealed(place(domain, ".json"), "result")
    made, settings = content["provenance"], content["settings"]
    mask = str(domain.texts.words["mask"])
    rows = {
        "Universal decoder": f"{content['parameters']} parameters, seed {settings['seed']}, "
        f"{settings['steps']} steps of {settings['batch_size']} images, "
        f"each behind its own {mask.lower()}",
        f"{mask}s": ", ".join(
            f"{name} {share:.0%}" for name, share in content["masks"]["kinds"].items()
        ),
        "Its weights": f"SHA-256 `{made['weights_sha256'][:12]}`",
        "Its code": f"kdci {made['version']}, commit `{made['commit'][:12]}`",
        "Its machine": f"{made['device']}, one thread ({made['machine']}), torch {made['torch']}",
        "Its training": f"{made['seconds_since_last_start'] / 60:.0f} minutes, "
        f"finished {made['finished']}",
        "Rebuild with": f"`python tools/universal.py train {domain.name}`<br>"
        f"`python tools/universal.py compare {domain.name}`",
    }
    return markdown(("Item", "Value"), [[name, value] for name, value in rows.items()])
