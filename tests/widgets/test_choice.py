"""The instruments' images are chosen by a rule: by where the student's gain on them lies."""

from bisect import bisect_left

import pytest

from kdci.studies import FOLDER
from kdci.studies.paths import result_path
from kdci.studies.results import load_result
from kdci.widgets.book import first_images, gains_of_student, released_run
from kdci.widgets.release import NEAR, RELEASES, SHARES


def released_psnr(release, name):
    """Return a system's PSNR on each test image, as it was released."""
    at = list(release.points.values())[1]
    run = released_run(release.study, f"{name}{release.suffix}", at)
    return load_result(result_path(run, FOLDER)).metrics["psnr"]


def contrasts(release):
    """Return the spread of the values of each of the first images; of complex ones, of lengths."""
    at = list(release.points.values())[1]
    images = first_images(released_run(release.study, f"student{release.suffix}", at))
    if images.shape[1] == 2:
        images = images.square().sum(dim=1, keepdim=True).sqrt()
    return images.std(dim=(1, 2, 3)).tolist()


@pytest.mark.parametrize("modality", RELEASES)
def test_images_are_those_with_most_contrast_near_median_and_outer_deciles(modality):
    release = RELEASES[modality]
    pairs = zip(*(released_psnr(release, name) for name in ("student", "baseline")), strict=True)
    gains = [ours - theirs for ours, theirs in pairs]
    assert gains_of_student(modality) == pytest.approx(gains)
    order, contrast = sorted(gains), contrasts(release)
    ranks = [bisect_left(order, gain) / (len(order) - 1) for gain in gains]
    expected = {}
    for name, share in SHARES.items():
        near = [k for k in range(len(contrast)) if abs(ranks[k] - share) <= NEAR]
        expected[max(near, key=lambda k: contrast[k])] = name
    named = {index: text.split(", ")[1] for index, text in release.images.items()}
    assert list(named.items()) == list(expected.items())
