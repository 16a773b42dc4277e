"""Brain slices: reproducible, in range, and no split sees a neighbour of another's slices."""

import itertools
import re
from pathlib import Path

import nilearn
import numpy as np
import pytest
import torch

from kdci.data import mni
from kdci.data.mni import SLABS, brain_slices, slice_numbers

SPLITS = ("train", "validation", "test")


def test_there_are_three_splits():
    assert tuple(SLABS) == SPLITS


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(SPLITS, 2)))
def test_slices_of_different_splits_are_at_least_4_mm_apart(one, other):
    pairs = itertools.product(slice_numbers(one), slice_numbers(other))
    assert min(abs(a - b) for a, b in pairs) >= 4


@pytest.mark.parametrize("split", SPLITS)
def test_slices_of_a_split_differ(split):
    assert len(set(slice_numbers(split))) == len(slice_numbers(split)) > 0


@pytest.mark.parametrize("split", SPLITS)
def test_images_come_from_the_slices_of_their_split_alone(split, monkeypatch):
    heights = np.arange(189, dtype=np.float32)  # every voxel says which slice it is in
    monkeypatch.setattr(mni, "_template", lambda: np.broadcast_to(heights, (4, 197, 233, 189)))
    maps = mni._tissue_slices(split, 16)
    assert maps[..., 16, 16].round().int()[:, 0].tolist() == slice_numbers(split)


def test_slices_are_1_mm_apart_and_all_show_a_brain():
    template = mni._template()
    assert template.shape == (4, 197, 233, 189)
    for split in SPLITS:
        assert (template[1, :, :, slice_numbers(split)].mean(axis=(1, 2)) > 0.01).all()


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize(("count", "size"), [(4, 16), (3, 31), (1, 32), (66, 16)])
def test_images_are_complex_finite_and_at_most_one(split, count, size):
    images = brain_slices(split, count, size)
    magnitude = images.square().sum(dim=1).sqrt()
    assert images.shape == (count, 2, size, size)
    assert images.dtype == torch.float32
    assert bool(images.isfinite().all())
    assert magnitude.amax(dim=(1, 2)).tolist() == pytest.approx([1] * count)


@pytest.mark.parametrize("split", SPLITS)
def test_same_arguments_give_the_same_images(split):
    first = brain_slices(split, 4, 16, seed=5)
    with torch.random.fork_rng():
        torch.manual_seed(7)
        assert torch.equal(first, brain_slices(split, 4, 16, seed=5))


def test_random_state_of_the_caller_is_left_alone():
    before = torch.get_rng_state()
    brain_slices("train", 2, 16)
    assert torch.equal(before, torch.get_rng_state())


def test_images_differ_between_splits_and_seeds_and_among_themselves():
    settings = itertools.product(SPLITS, (0, 1))
    images = torch.cat([brain_slices(split, 4, 16, seed=seed) for split, seed in settings])
    for one, other in itertools.combinations(images, 2):
        assert not torch.allclose(one, other, atol=1e-3)


def test_splits_and_seeds_draw_other_phases():
    settings = itertools.product(SPLITS, (0, 1))
    images = torch.stack([brain_slices(split, 4, 16, seed=seed) for split, seed in settings])
    center = torch.atan2(*images[..., 8, 8].unbind(-1)[::-1])
    for one, other in itertools.combinations(center, 2):
        assert (one - other).abs().max() > 0.1


def test_without_a_phase_the_images_are_real_and_not_negative():
    images = brain_slices("train", 4, 16, phase=0)
    assert not images[:, 1].any()
    assert bool((images[:, 0] >= 0).all())


def test_phase_leaves_the_magnitude_alone():
    real, turned = (brain_slices("train", 4, 16, phase=phase) for phase in (0, 1.5))
    torch.testing.assert_close(turned.square().sum(dim=1).sqrt(), real[:, 0])
    assert turned[:, 1].abs().max() > 0.1


def test_slice_numbers_of_no_split_are_an_error():
    with pytest.raises(ValueError, match=r"split='dev'.*'train', 'validation', 'test'"):
        slice_numbers("dev")


def test_card_says_of_the_licence_what_nilearn_says():
    described = Path(nilearn.__file__).parent / "datasets/description/icbm152_2009.rst"
    (said,) = re.findall(r"^License\n-+\n(.+)$", described.read_text(encoding="utf-8"), re.M)
    cards = (Path(__file__).parents[2] / "book/data-cards.md").read_text(encoding="utf-8")
    (card,) = re.findall(r"^\| \*\*Licence\*\* \| (.*nilearn.*)$", cards, re.M)
    assert card.lower().startswith(said)
