"""Means, spreads and paired differences over seeds, with confidence intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scipy import stats

from kdci import checks


@dataclass(frozen=True)
class Summary:
    """Mean, standard deviation and confidence interval of a sample.

    Args:
        mean: the sample's mean.
        spread: its standard deviation (n - 1); 0 for one value.
        low: lower end of the confidence interval of the mean; NaN for one value.
        high: upper end.
        count: n.
        missing: how many values there should be besides; a number of fewer says so.
    """

    mean: float
    spread: float
    low: float
    high: float
    count: int
    missing: int = 0

    @property
    def reading(self) -> str:
        """What the interval says of a difference: "higher", "lower" or "none shown"."""
        if self.low > 0:
            return "higher"
        return "lower" if self.high < 0 else "none shown"


def summarize(values: Sequence[float], confidence: float = 0.95, missing: int = 0) -> Summary:
    """Return the summary of a sample, with Student's t interval (Student 1908).

    Args:
        values: one number a seed.
        confidence: of the interval, 0 to 1.
        missing: how many values there should be besides.

    Raises:
        ValueError: if there are no values, one is not finite, or the confidence is out of range.
    """
    checks.number_in("confidence", confidence, 0, 1)
    count = len(values)
    if count == 0:
        raise ValueError("values=[]: must be at least one number")
    for index, value in enumerate(values):
        checks.finite(f"values[{index}]", value)
    mean = math.fsum(values) / count
    if count == 1:
        return Summary(mean, 0.0, math.nan, math.nan, 1, missing)
    spread = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (count - 1))
    return at_confidence(Summary(mean, spread, mean, mean, count, missing), confidence)


def at_confidence(difference: Summary, confidence: float) -> Summary:
    """Return a summary with the t interval of another confidence, 0 to 1.

    Raises:
        ValueError: if it has fewer than two seeds, or the confidence is out of range.
    """
    check_seeds(difference)
    checks.number_in("confidence", confidence, 0, 1)
    half = float(stats.t.ppf(0.5 + confidence / 2, difference.count - 1))
    half *= difference.spread / math.sqrt(difference.count)
    return replace(difference, low=difference.mean - half, high=difference.mean + half)


def check_seeds(difference: Summary) -> None:
    """Raise an error if a summary has fewer than two seeds: it has no spread then.

    Raises:
        ValueError: if it has.
    """
    if difference.count < 2:
        raise ValueError(f"difference: of {difference.count} seed: must be of at least 2")


def paired_differences(
    ours: Mapping[int, float],
    theirs: Mapping[int, float],
    confidence: float = 0.95,
    missing: int = 0,
) -> Summary:
    """Return the summary of ours minus theirs, seed by seed, over the seeds that both have.

    Raises:
        ValueError: if they share no seed.
    """
    seeds = sorted(set(ours) & set(theirs))
    if not seeds:
        raise ValueError(f"ours: seeds {sorted(ours)}: must share one with {sorted(theirs)}")
    return summarize([ours[seed] - theirs[seed] for seed in seeds], confidence, missing)
