import pytest

from kdci import evidence
from kdci.evidence.lengths import over_steps


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
    with pytest.raises(ValueError, match="'f-baseline' has 300 steps: another system has as many"):
        over_steps([(recipes[0], "f-both"), (recipes[0], "f-baseline")], 10)


def test_a_system_without_results_is_refused(recipes):
    with pytest.raises(ValueError, match="system='f-x': no result at acceleration 10"):
        over_steps([(recipes[0], "f-x")], 10)
