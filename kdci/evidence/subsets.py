"""Differences between two systems on some of the images only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from statistics import fmean

from kdci.evidence.tables import BySeed, select
from kdci.studies.results import Result


def gain_by_seed(
    results: Sequence[Result],
    system: str,
    rival: str,
    acceleration: float,
    chosen: Iterable[bool],
    metric: str = "psnr",
) -> BySeed:
    """Return ``system`` minus ``rival``, the mean over the chosen images, for each common seed.

    Args:
        results: of one study, whose runs were evaluated on the same images.
        system: name of the one.
        rival: name of the other.
        acceleration: of both.
        chosen: whether each image counts, in their order; at least one does.
        metric: which one.
    """
    chosen = list(chosen)
    ours, theirs = (
        {
            result.seed: fmean(compress(result.metrics[metric], chosen))
            for result in select(results, name, acceleration)
        }
        for name in (system, rival)
    )
    return {seed: ours[seed] - theirs[seed] for seed in ours if seed in theirs}
