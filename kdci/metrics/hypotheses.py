"""Tests of differences between seeds: p-values, many at a time, power, and equivalence.

All of them see a difference as its `Summary` over seeds and suppose that the differences are drawn
from a normal distribution, as Student's t interval does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower

from kdci import checks
from kdci.metrics.statistics import Summary, check_seeds


def p_value(difference: Summary) -> float:
    """Return the p-value of the two-sided paired t-test that the difference is zero.

    A difference that is the same for all seeds has p = 0, or 1 if it is zero.

    Raises:
        ValueError: if it has fewer than two seeds.
    """
    return min(1.0, 2 * _beyond(difference, 0.0, abs(difference.mean)))


def equivalence_p_value(difference: Summary, margin: float) -> float:
    """Return the p-value of two one-sided t-tests (Schuirmann 1987): is it within the margin?

    A small one shows that the difference lies within ``margin`` of zero, on both sides.

    Args:
        difference: over seeds.
        margin: the largest difference that counts as none, in the difference's unit, above 0.

    Raises:
        ValueError: if it has fewer than two seeds, or the margin is not above 0.
    """
    checks.number_in("margin", margin, math.ulp(0.0), math.inf)
    return _beyond(difference, abs(difference.mean), margin)


def _beyond(difference: Summary, mean: float, value: float) -> float:
    """Return the probability of a t statistic beyond that of ``value`` about ``mean``."""
    check_seeds(difference)
    error = difference.spread / math.sqrt(difference.count)
    if error == 0:
        return 0.0 if value > mean else 1.0
    return float(stats.t.sf((value - mean) / error, difference.count - 1))


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for their number by Holm's method (Holm 1979), in the same order.

    Whoever calls a difference shown where the adjusted p is at most 0.05 errs in any of them in one
    family of tests of twenty, whatever their dependence.

    Raises:
        ValueError: if there are none, or one is not in 0 to 1.
    """
    _check_p_values(p_values)
    return [float(value) for value in multipletests(list(p_values), method="holm")[1]]


def holm_levels(p_values: Sequence[float], level: float = 0.05) -> list[float]:
    """Return the level at which Holm's method tests each of them: the smallest p at level / n.

    An interval of confidence 1 - level excludes zero where the p-value is below its level.

    Raises:
        ValueError: if there are none, or a number is not in 0 to 1.
    """
    _check_p_values(p_values)
    checks.number_in("level", level, 0, 1)
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    levels = [0.0] * len(p_values)
    for rank, index in enumerate(order):
        levels[index] = level / (len(p_values) - rank)
    return levels


def detectable(difference: Summary, level: float = 0.05, power: float = 0.8) -> float:
    """Return the smallest true difference that would probably have been shown.

    With as many seeds and the spread that was found, a true difference of this size is shown, by a
    two-sided paired t-test at ``level``, with probability ``power``.

    Raises:
        ValueError: if it has fewer than two seeds, or a number is not between 0 and 1.
    """
    check_seeds(difference)
    for name, value in (("level", level), ("power", power)):
        checks.number_in(name, value, 0, 1)
    size = TTestPower().solve_power(nobs=difference.count, alpha=level, power=power)
    return float(size) * difference.spread


def _check_p_values(p_values: Sequence[float]) -> None:
    if not p_values:
        raise ValueError("p_values=[]: must be at least one number")
    for index, value in enumerate(p_values):
        checks.number_in(f"p_values[{index}]", value, 0, 1)
