"""The page on encoder measures: what its prose says is what its numbers say."""

import pytest

from tests.notebooks.harness import execute, read

FACTS = {
    "spc": "{name: results.select(name, acceleration)[0]['encoder'] for name in DESIGNS}",
    "psnr": "{name: results.mean(name, acceleration).mean for name in names}",
    "cassi": "{f'{name} {a:g}': spectral_results.select(name, a)[0]['encoder']"
    " for name, a in [('random', 8), ('blue-noise', 8), ('random', 4), ('blue-noise', 4),"
    " ('complementary', 4)]}",
    "marchenko": "[predicted, found]",
    "same": "same",
    "blocked": "blocked",
}
ORTHOGONAL = ["dct", "hadamard", "hadamard-energy"]
RANDOM = ["bernoulli", "gaussian"]


@pytest.fixture(scope="module", params=[20, 10, 4])
def released(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("encoders")
    return execute(read("encoders"), folder, FACTS, acceleration=request.param)


def test_coherent_designs_win_and_incoherent_ones_give_noise(released):
    mutual = {name: measures["mutual_coherence"] for name, measures in released["spc"].items()}
    assert max(mutual[name] for name in RANDOM) < min(mutual[name] for name in ORTHOGONAL)
    average = {name: measures["average_coherence"] for name, measures in released["spc"].items()}
    assert min(average[name] for name in RANDOM) > max(average[name] for name in ORTHOGONAL)
    psnr = released["psnr"]
    assert min(psnr[name] for name in ORTHOGONAL) > 10 + max(psnr[name] for name in RANDOM)


def test_condition_number_is_one_for_orthogonal_designs(released):
    for name in ORTHOGONAL:
        assert released["spc"][name]["condition_number"] == pytest.approx(1, abs=1e-5)
    for name in RANDOM:
        assert released["spc"][name]["condition_number"] > 1.4


def test_pseudo_inverse_changes_little(released):
    for name in [*ORTHOGONAL, *RANDOM]:
        assert abs(released["psnr"][f"{name}-pinv"] - released["psnr"][name]) < 0.5


def test_cassi_measures_are_as_described(released):
    cassi = released["cassi"]
    for measures in cassi.values():
        assert measures["mutual_coherence"] == pytest.approx(1)
    two = {name: measures["condition_number"] for name, measures in cassi.items() if "4" in name}
    assert min(two, key=two.get) == "complementary 4"


def test_solutions_of_the_exercises(released):
    predicted, found = released["marchenko"]
    assert predicted == 3
    assert 2.5 < found < predicted
    assert len(released["same"]) > 1
    assert released["blocked"]["complementary"] == 0
    assert 0.15 < released["blocked"]["random"] < 0.35


def test_evaluates_anew_at_another_size(tmp_path):
    settings = {"retrain": True, "size": 16, "snr_db": 20, "train_images": 32}
    asked = {"shape": "list(photographs.shape)", "seen": "sorted({r['system'] for r in results})"}
    found = execute(read("encoders"), tmp_path, asked, acceleration=4, seed=2, **settings)
    assert found["shape"] == [24, 1, 16, 16]
    assert len(found["seen"]) == 10
