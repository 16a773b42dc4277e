"""Encoder measures (condition number, coherence, ...) over seeds, and their paired differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kdci.evidence.tables import BySeed, select
from kdci.metrics.statistics import Summary, paired_differences, summarize
from kdci.studies.results import Result


def by_seed(results: Iterable[Result], system: str, acceleration: float, measure: str) -> BySeed:
    """Return a measure of a system's encoder, for each seed.

    Raises:
        ValueError: if there is no such result.
    """
    chosen = select(results, system, acceleration)
    return {result.seed: result.encoder[measure] for result in chosen}


def summary(results: Iterable[Result], system: str, acceleration: float, measure: str) -> Summary:
    """Return mean, spread and 95% interval over seeds of a measure of the encoder."""
    return summarize(list(by_seed(results, system, acceleration, measure).values()))


def gain(
    results: Sequence[Result], system: str, rival: str, acceleration: float, measure: str
) -> Summary:
    """Return the summary of the paired differences ``system`` minus ``rival``, over seeds."""
    ours = by_seed(results, system, acceleration, measure)
    return paired_differences(ours, by_seed(results, rival, acceleration, measure))
