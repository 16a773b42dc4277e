import pytest

from kdci.evidence.numbers import MEAN_GRADIENT, Numbers, load
from kdci.studies import RELEASED
from tests.results import made_up

RESULTS = [
    made_up("student", 1, [32, 34], encoder={"condition_number": 4}),
    made_up("student", 0, [30, 32], encoder={"condition_number": 2}),
    made_up("baseline", 0, [29, 31], curves={"encoder_gradient": [1.0, 3.0]}),
    made_up("baseline", 1, [33, 34]),
    made_up("baseline", 1, [99, 99], acceleration=4),
]


@pytest.fixture
def numbers():
    return Numbers(RESULTS)


def test_means_are_taken_over_images_and_then_over_seeds(numbers):
    assert numbers.by_seed("student", 8) == {0: 31, 1: 33}
    mean = numbers.mean("student", 8)
    assert (mean.mean, mean.spread, mean.count) == (32, pytest.approx(2**0.5), 2)


def test_gains_are_paired_by_seed(numbers):
    assert numbers.gain("student", "baseline", 8).mean == pytest.approx((1 - 0.5) / 2)


def test_encoders_and_training_are_measured_too(numbers):
    assert numbers.by_seed("student", 8, "condition_number") == {0: 2, 1: 4}
    assert numbers.by_seed("baseline", 8, MEAN_GRADIENT) == {0: 2}


def test_the_table_is_long(numbers):
    row = numbers.frame.set_index(["system", "acceleration", "metric", "seed"])
    assert row.loc[("student", 8, "psnr", 1), "value"] == 33


def test_numbers_on_some_images_alone(numbers):
    assert numbers.on_images([False, True]).gain("student", "baseline", 8).mean == pytest.approx(
        0.5
    )


def test_some_of_the_results_alone(numbers):
    first = numbers.where(lambda result: result.seed == 0)
    assert len(first) == 2
    assert {result.system for result in first} == {"student", "baseline"}
    assert first.mean("student", 8).count == 1


def test_accelerations_and_results_of_a_system(numbers):
    assert numbers.accelerations("baseline") == [4, 8]
    assert [result.seed for result in numbers.select("student", 8)] == [0, 1]


def test_what_is_not_there_is_named(numbers):
    with pytest.raises(ValueError, match="system='radial': no result at acceleration 8"):
        numbers.mean("radial", 8)
    with pytest.raises(ValueError, match="system='radial'"):
        numbers.select("radial", 8)
    with pytest.raises(ValueError, match="metric='pnsr': 'student' has condition_number, psnr"):
        numbers.mean("student", 8, "pnsr")
    with pytest.raises(ValueError, match="share one"):
        Numbers([made_up("a", 0), made_up("b", 1)]).gain("a", "b", 8)


def test_numbers_of_two_studies_do_not_mix():
    with pytest.raises(ValueError, match="of s and t: must be of one study"):
        Numbers([made_up("a", 0), made_up("a", 1, study="t")])


def test_a_seed_that_is_there_twice_is_refused():
    with pytest.raises(ValueError, match="'student', acceleration 8, seed 1: is there twice"):
        Numbers([*RESULTS, made_up("student", 1, [50])])


def test_missing_seeds_are_counted(numbers):
    class Asked:
        system, acceleration = "student", 8

        def __init__(self, seed):
            self.seed = seed

    asked = Numbers(RESULTS, [Asked(seed) for seed in range(5)])
    assert asked.mean("student", 8).missing == 3
    assert asked.gain("student", "baseline", 8).missing == 3
    assert numbers.mean("student", 8).missing == 0


def test_a_released_study_lacks_no_seed():
    first_look = load("first-look", RELEASED)
    for system, at in {(run.system, run.acceleration) for run in first_look.runs}:
        assert first_look.mean(system, at).missing == 0
