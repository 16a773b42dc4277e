"""Results as tables: means over images, by system and seed; paired differences; as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean

from kdci.evidence.markdown import interval, markdown, plus_minus  # noqa: F401
from kdci.evidence.numbers import Numbers
from kdci.metrics.statistics import Summary, paired_differences, summarize
from kdci.studies.results import Result

BySeed = dict[int, float]


def select(results: Iterable[Result], system: str, acceleration: float) -> list[Result]:
    """Return a system's results at one acceleration, by seed.

    Raises:
        ValueError: if there are none.
    """
    chosen = [
        result
        for result in results
        if result.system == system and result.acceleration == acceleration
    ]
    if not chosen:
        raise ValueError(f"system={system!r}: no result at acceleration {acceleration:g}")
    return sorted(chosen, key=lambda result: result.seed)


def accelerations(results: Iterable[Result], system: str) -> list[float]:
    """Return the accelerations at which there are results of a system, in ascending order."""
    return sorted({r.acceleration for r in results if r.system == system})


def by_seed(
    results: Iterable[Result], system: str, acceleration: float, metric: str = "psnr"
) -> BySeed:
    """Return the mean of a metric over the images, for each seed."""
    chosen = select(results, system, acceleration)
    return {result.seed: fmean(result.metrics[metric]) for result in chosen}


def summary(
    results: Iterable[Result], system: str, acceleration: float, metric: str = "psnr"
) -> Summary:
    """Return mean, spread and 95% interval over seeds of a metric's mean over images."""
    return summarize(list(by_seed(results, system, acceleration, metric).values()))


def gain(
    results: Sequence[Result], system: str, rival: str, acceleration: float, metric: str = "psnr"
) -> Summary:
    """Return the summary of the paired differences ``system`` minus ``rival``, over seeds."""
    ours = by_seed(results, system, acceleration, metric)
    return paired_differences(ours, by_seed(results, rival, acceleration, metric))


def reading(difference: Summary) -> str:
    """Return in words what the confidence interval of a difference says."""
    return difference.reading


def measured(result: Result, metric: str) -> float:
    """Return a result's number; see `kdci.evidence.numbers.Numbers.by_seed`."""
    return Numbers([result]).by_seed(result.system, result.acceleration, metric)[result.seed]
