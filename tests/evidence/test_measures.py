import pytest

from kdci.evidence import measures
from tests.results import made_up


def result(system, seed, condition):
    return made_up(system, seed, acceleration=10, encoder={"condition_number": condition})


RESULTS = [result("student", 1, 4), result("student", 0, 2), result("baseline", 0, 9),
           result("baseline", 1, 10)]  # fmt: skip


def test_measures_are_summarised_over_seeds():
    assert measures.by_seed(RESULTS, "student", 10, "condition_number") == {0: 2, 1: 4}
    summary = measures.summary(RESULTS, "student", 10, "condition_number")
    assert (summary.mean, summary.spread, summary.count) == (3, pytest.approx(2**0.5), 2)


def test_differences_are_paired_by_seed():
    assert measures.gain(RESULTS, "student", "baseline", 10, "condition_number").mean == -6.5


def test_missing_system_is_named():
    with pytest.raises(ValueError, match="system='radial'"):
        measures.summary(RESULTS, "radial", 10, "condition_number")
