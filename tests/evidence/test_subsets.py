from kdci.evidence.subsets import gain_by_seed
from tests.results import made_up


def result(system, seed, psnr):
    return made_up(system, seed, psnr, acceleration=10)


def test_gain_is_the_mean_over_the_chosen_images_seed_by_seed():
    results = [
        result("student", 1, [20, 30, 40]),
        result("student", 0, [21, 30, 50]),
        result("baseline", 0, [20, 29, 99]),
        result("baseline", 1, [19, 29, 0]),
        result("student", 2, [0, 0, 0]),
    ]
    chosen = [True, True, False]
    assert gain_by_seed(results, "student", "baseline", 10, chosen) == {0: 1, 1: 1}
    assert gain_by_seed(results, "student", "baseline", 10, [False, False, True]) == {0: -49, 1: 40}
