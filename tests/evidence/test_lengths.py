import pytest

from kdci import evidence
from kdci.evidence.grids import MINUS
from kdci.evidence.lengths import (
    differences_over_steps,
    gains_of_doubling,
    gains_over_steps,
    grid,
    over_steps,
)


@pytest.fixture(scope="module")
def recipes():
    return [evidence.load(name) for name in ("recipe", "recipe-900")]


def test_means_are_by_the_steps_that_each_system_had(recipes):
    found = over_steps([(numbers, "f-both") for numbers in recipes], 10)
    assert found == {
        300: recipes[0].mean("f-both", 10),
        900: recipes[1].mean("f-both", 10),
    }


def test_two_of_one_length_are_refused(recipes):
    with pytest.raises(ValueError, match="'f-baseline': has 300 steps, as many as 'f-both'"):
        over_steps([(recipes[0], "f-both"), (recipes[0], "f-baseline")], 10)


def test_a_system_without_results_is_refused(recipes):
    with pytest.raises(ValueError, match="system='f-x': no result at acceleration 10"):
        over_steps([(recipes[0], "f-x")], 10)


BASELINES = ["baseline", "baseline-double", "baseline-longer", "baseline-longest"]
STUDENTS = ["student-longer", "student", "student-double"]


@pytest.fixture(scope="module")
def mri():
    return evidence.load("mri-claims")


def test_gains_are_those_of_systems_with_as_many_steps(mri):
    assert gains_over_steps(mri, STUDENTS, BASELINES, 8) == {
        500: mri.gain("student", "baseline", 8),
        1000: mri.gain("student-double", "baseline-double", 8),
        2000: mri.gain("student-longer", "baseline-longer", 8),
    }


def test_each_doubling_is_compared_with_the_length_before_it(mri):
    found = gains_of_doubling(mri, BASELINES, 8)
    assert list(found) == [500, 1000, 2000]
    assert found[1000] == mri.gain("baseline-longer", "baseline-double", 8)


def test_lengths_that_do_not_double_are_refused(mri):
    with pytest.raises(ValueError, match=r"have \[500, 2000\] steps; each must be twice the last"):
        gains_of_doubling(mri, ["baseline", "baseline-longer"], 8)


def test_sides_without_a_common_length_are_refused(mri):
    with pytest.raises(ValueError, match="none has as many steps as one of"):
        gains_over_steps(mri, ["student"], ["baseline-double"], 8)


def test_two_names_of_one_length_are_refused(mri):
    with pytest.raises(ValueError, match="'student': has 500 steps, as many as 'baseline'"):
        gains_over_steps(mri, ["baseline", "student"], BASELINES, 8)


def test_the_table_has_a_column_for_each_length(mri):
    table = grid({"baseline, twice the steps": gains_of_doubling(mri, BASELINES, 8)})
    assert table.columns == ["500 steps", "1,000 steps", "2,000 steps"]
    assert table["baseline, twice the steps"]["500 steps"].low > 0
    assert "[" in table._repr_markdown_()


def test_each_system_is_compared_with_the_baseline_and_the_baseline_with_itself(mri):
    found = differences_over_steps(mri, {"baseline": BASELINES, "student": STUDENTS}, 8)
    assert found == {
        f"student{MINUS}baseline": gains_over_steps(mri, STUDENTS, BASELINES, 8),
        f"baseline, twice the steps{MINUS}baseline": gains_of_doubling(mri, BASELINES, 8),
    }


def test_without_a_baseline_nothing_is_compared(mri):
    with pytest.raises(KeyError, match="baseline"):
        differences_over_steps(mri, {"student": STUDENTS}, 8)
