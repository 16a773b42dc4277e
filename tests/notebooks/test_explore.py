"""The pages of the widgets: what their prose says is what the table's numbers say."""

import pytest

from kdci.widgets.build import SNRS
from kdci.widgets.grid import grid, psnr
from tests.notebooks.harness import execute, read

FACTS = {
    "spc": {"gain": "gain.tolist()", "ahead": "list(ahead.values())"},
    "mri": {"gained": "gained.tolist()"},
    "cassi": {"first": "first"},
}
MIDDLE = SNRS.index(20)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Return what each page has computed, for another scene than the book's."""
    folder = tmp_path_factory.mktemp("explore")
    return {
        modality: execute(
            read(f"explore-{modality}"), folder, facts | {"table": TABLE[modality]}, image=1
        )
        for modality, facts in FACTS.items()
    }


TABLE = {modality: f"grid('{modality}', image)" for modality in FACTS}


@pytest.mark.parametrize("modality", FACTS)
def test_the_table_is_that_of_the_scene_that_was_asked_for(found, modality):
    assert found[modality]["table"] == grid(modality, 1) != grid(modality, 0)


def test_on_small_noise_all_scenes_agree_and_on_the_most_they_do_not(found):
    ahead = found["spc"]["ahead"]
    assert set(ahead[MIDDLE:]) == {3}
    assert 0 < ahead[0] < 3


def test_the_baseline_needs_more_patterns_than_the_student():
    student, baseline = psnr("spc", "student"), psnr("spc", "baseline")
    assert (student[1, MIDDLE] > baseline[1, MIDDLE]).all()


def test_twice_the_samples_help_without_noise_and_harm_with_the_most(found):
    gained = found["mri"]["gained"]
    assert min(gained[-1]) > 0 > max(gained[0])


def test_noise_matters_least_at_the_highest_acceleration():
    student = psnr("mri", "student")
    lost = student[:, -1] - student[:, 0]
    assert (lost[2] < lost[1]).all()
    assert (lost[1] < lost[0]).all()


def test_a_second_snapshot_harms_with_much_noise_and_helps_from_some_snr_on(found):
    first = found["cassi"]["first"]
    assert all(snr is not None and snr > SNRS[0] for snr in first)
    student = psnr("cassi", "student")
    for scene, snr in enumerate(first):
        assert (student[0, SNRS.index(snr) :, scene] > student[1, SNRS.index(snr) :, scene]).all()


@pytest.mark.parametrize("modality", FACTS)
def test_the_pictures_are_cleaner_with_less_noise_and_more_measurements(modality):
    first = psnr(modality, "student")[..., 0]
    assert (first[:, 1:] >= first[:, :-1] - 0.02).all()
    assert (first[:-1, -1] > first[1:, -1]).all()


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="image=3"):
        grid("mri", 3)
    with pytest.raises(ValueError, match="system='nobody'"):
        psnr("mri", "nobody")
