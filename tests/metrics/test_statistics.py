"""Means over seeds and their confidence intervals."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kdci.metrics.statistics import Summary, paired_differences, summarize

quick = settings(max_examples=20)
samples = st.lists(st.integers(-1000, 1000), min_size=2, max_size=12, unique=True)


def test_summary_is_the_one_computed_by_hand():
    # Squared deviations 4 + 1 + 0 + 1 + 4 = 10; t(0.975, 4) = 2.776445.
    summary = summarize([1, 2, 3, 4, 5])
    half = 2.776445 * math.sqrt(2.5) / math.sqrt(5)
    assert (summary.mean, summary.count) == (3, 5)
    assert summary.spread == pytest.approx(math.sqrt(10 / 4))
    assert (summary.low, summary.high) == pytest.approx((3 - half, 3 + half), rel=1e-6)


@quick
@given(samples, st.floats(0.5, 0.99))
def test_interval_is_that_of_scipy(values, confidence):
    summary = summarize(values, confidence)
    center, scale = sum(values) / len(values), stats.sem(values)
    expected = stats.t.interval(confidence, len(values) - 1, loc=center, scale=scale)
    assert (summary.low, summary.high) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@quick
@given(samples, st.integers(-100, 100))
def test_shift_moves_the_interval_and_keeps_the_spread(values, shift):
    here, there = summarize(values), summarize([value + shift for value in values])
    assert there.spread == pytest.approx(here.spread)
    assert there.low == pytest.approx(here.low + shift, abs=1e-6)
    assert there.high == pytest.approx(here.high + shift, abs=1e-6)


def test_equal_values_have_no_spread():
    assert summarize([2.5, 2.5, 2.5]) == Summary(2.5, 0, 2.5, 2.5, 3)


def test_one_value_has_no_interval():
    summary = summarize([7])
    assert (summary.mean, summary.spread, summary.count) == (7, 0, 1)
    assert math.isnan(summary.low)
    assert math.isnan(summary.high)


def test_no_values_are_an_error():
    with pytest.raises(ValueError, match=r"values=\[\]"):
        summarize([])


def test_differences_are_paired_by_seed_and_not_by_order():
    ours, theirs = {0: 30.0, 1: 33.0, 2: 36.0, 9: 99.0}, {2: 33.0, 1: 31.0, 0: 29.0, 7: -5.0}
    assert paired_differences(ours, theirs) == summarize([1, 2, 3])
    assert paired_differences(theirs, ours).mean == -2


def test_pairing_takes_out_what_the_seeds_have_in_common():
    theirs = {seed: 10.0 * seed for seed in range(5)}
    ours = {seed: value + 1 for seed, value in theirs.items()}
    assert paired_differences(ours, theirs) == Summary(1, 0, 1, 1, 5)


def test_confidence_widens_the_interval():
    ours, theirs = {0: 1.0, 1: 2.0, 2: 4.0}, {0: 0.0, 1: 0.0, 2: 0.0}
    narrow, wide = (paired_differences(ours, theirs, c) for c in (0.5, 0.99))
    assert wide.low < narrow.low < narrow.high < wide.high


def test_no_common_seed_is_an_error_that_names_the_seeds():
    with pytest.raises(ValueError, match=r"ours: seeds \[1, 3\].*\[2\]"):
        paired_differences({3: 1.0, 1: 1.0}, {2: 1.0})


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0.1, 0.3, "higher"), (-0.3, -0.1, "lower"), (-0.1, 0.1, "none shown")],
)
def test_reading_says_what_the_interval_says(low, high, words):
    assert Summary((low + high) / 2, 0.1, low, high, 3).reading == words


def test_missing_values_are_remembered():
    assert summarize([1.0, 2.0], missing=3).missing == 3
    assert paired_differences({0: 1.0, 1: 2.0}, {0: 1.0, 1: 1.0}, missing=1).missing == 1


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_values_that_are_not_finite_are_refused(value):
    with pytest.raises(ValueError, match=r"values\[1\]=(nan|inf)"):
        summarize([1.0, value, 2.0])
