"""Tests of differences: against scipy, against tables, and against what one expects by chance."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kdci.metrics.hypotheses import (
    detectable,
    equivalence_p_value,
    holm,
    holm_levels,
    p_value,
)
from kdci.metrics.statistics import at_confidence, summarize

quick = settings(max_examples=20)
samples = st.lists(st.integers(-1000, 1000), min_size=2, max_size=12, unique=True)
probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=8)
ONE = summarize([1.0])


@quick
@given(samples)
def test_p_value_is_scipys(values):
    expected = stats.ttest_1samp(values, 0).pvalue
    assert p_value(summarize(values)) == pytest.approx(expected, rel=1e-9)


def test_the_same_for_all_seeds_is_certain_or_nothing():
    assert p_value(summarize([0.5] * 5)) == 0
    assert p_value(summarize([0.0] * 5)) == 1


@quick
@given(samples, st.floats(1, 2000))
def test_equivalence_is_the_larger_of_two_one_sided_tests(values, margin):
    one_sided = (
        stats.ttest_1samp(values, -margin, alternative="greater").pvalue,
        stats.ttest_1samp(values, margin, alternative="less").pvalue,
    )
    expected = pytest.approx(max(one_sided), rel=1e-9)
    assert equivalence_p_value(summarize(values), margin) == expected


def test_holm_is_the_one_computed_by_hand():
    # 0.01 * 4, 0.02 * 3, then 0.03 * 2 and 0.04 * 1, of which none is below its forerunner.
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])


@quick
@given(probabilities)
def test_holm_keeps_the_order_and_makes_none_smaller(values):
    adjusted = holm(values)
    assert all(a >= v - 1e-12 for a, v in zip(adjusted, values, strict=True))
    order = np.argsort(values, kind="stable")
    assert all(np.diff(np.array(adjusted)[order]) >= -1e-12)


def test_levels_are_shared_out_from_the_smallest_p():
    assert holm_levels([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.05, 0.0125, 0.025, 0.05 / 3])


@quick
@given(samples, st.floats(0.001, 0.2))
def test_an_interval_excludes_zero_where_p_is_below_its_level(values, level):
    difference = summarize(values)
    interval = at_confidence(difference, 1 - level)
    if abs(p_value(difference) - level) > 1e-6:
        assert (interval.low > 0 or interval.high < 0) == (p_value(difference) < level)


def test_five_seeds_detect_somewhat_less_than_two_spreads():
    # Effect size for n = 5, 80% and 5%, two-sided (Cohen 1988; G*Power): 1.68.
    difference = summarize([1.0, 2.0, 3.0, 4.0, 5.0])
    assert detectable(difference) == pytest.approx(1.68 * difference.spread, rel=0.01)


def test_what_is_detectable_is_shown_as_often_as_promised():
    draws = np.random.default_rng(0).standard_normal((4000, 5))
    size = detectable(summarize(list(draws[0]))) / draws[0].std(ddof=1)
    shown = stats.ttest_1samp(draws + size, 0, axis=1).pvalue <= 0.05
    assert shown.mean() == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize(
    "call",
    [
        p_value,
        detectable,
        lambda one: at_confidence(one, 0.9),
        lambda one: equivalence_p_value(one, 1),
    ],
)
def test_one_seed_tests_nothing(call):
    with pytest.raises(ValueError, match="difference: of 1 seed: must be of at least 2"):
        call(ONE)


def test_bad_numbers_are_refused():
    two = summarize([1.0, 2.0])
    with pytest.raises(ValueError, match="margin=0: must be"):
        equivalence_p_value(two, 0)
    with pytest.raises(ValueError, match=r"p_values=\[\]: must be"):
        holm([])
    with pytest.raises(ValueError, match=r"p_values\[1\]=nan: must be"):
        holm([0.1, math.nan])
    with pytest.raises(ValueError, match="power=2: must be"):
        detectable(two, power=2)
    with pytest.raises(ValueError, match="confidence=-1: must be"):
        at_confidence(two, -1)
