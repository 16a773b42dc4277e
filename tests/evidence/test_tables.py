import math

import pytest

from kdci.evidence import tables
from kdci.evidence.footer import footer
from kdci.metrics.statistics import Summary
from kdci.studies.results import PROVENANCE_KEYS
from tests.results import made_up


def result(system, seed, values, acceleration=8, **provenance):
    made = dict.fromkeys(PROVENANCE_KEYS, "x") | {"seconds": 1800.0} | provenance
    return made_up(system, seed, values, acceleration, provenance=made)


RESULTS = [
    result("student", 1, [32, 34]),
    result("student", 0, [30, 32]),
    result("baseline", 0, [29, 31]),
    result("baseline", 1, [33, 34]),
    result("baseline", 1, [99], acceleration=4),
]


def test_means_are_taken_over_images_and_then_over_seeds():
    assert tables.by_seed(RESULTS, "student", 8) == {0: 31, 1: 33}
    summary = tables.summary(RESULTS, "student", 8)
    assert (summary.mean, summary.spread, summary.count) == (32, pytest.approx(2**0.5), 2)


def test_gain_is_paired_by_seed():
    gain = tables.gain(RESULTS, "student", "baseline", 8)
    assert gain.mean == pytest.approx((1 - 0.5) / 2)


def test_missing_system_is_named():
    with pytest.raises(ValueError, match="system='radial': no result at acceleration 8"):
        tables.by_seed(RESULTS, "radial", 8)


def test_cells_are_written_as_the_pages_show_them():
    assert tables.plus_minus(Summary(30.126, 0.5, 29, 31, 3)) == "30.13 ± 0.50"
    assert tables.plus_minus(Summary(30.126, 0, math.nan, math.nan, 1)) == "30.13"
    assert tables.interval(Summary(-0.2, 0.1, -0.35, -0.05, 3)) == "-0.20 [-0.35, -0.05]"
    assert tables.markdown(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0.1, 0.3, "higher"), (-0.3, -0.1, "lower"), (-0.1, 0.1, "none shown")],
)
def test_reading_says_what_the_interval_says(low, high, words):
    assert tables.reading(Summary((low + high) / 2, 0.1, low, high, 3)) == words


def test_footer_tells_where_numbers_come_from():
    text = footer(RESULTS, ["kdci study run experiments/s.yaml"])
    for part in ("5, 2.5 hours", "Seeds | 0, 1", "`s`", "kdci x, commit `x`", "`kdci study run"):
        assert part in text
