"""Photographs: there offline, split by source, reproducible, in range, and not flat."""

import itertools
import socket

import numpy as np
import pytest
import torch

from kdci.data import photographs
from kdci.data.cache import cached_images
from kdci.data.photographs import FLAT, SOURCES, photograph, photograph_patches

SPLITS = ("train", "validation", "test")
every_split = pytest.mark.parametrize("split", SPLITS)


@pytest.fixture
def ramps(monkeypatch):
    """Let every photograph be a ramp that says which one it is: values in its own interval."""
    names = [name for split in SPLITS for name in SOURCES[split]]

    def ramp(name):
        start = names.index(name) / len(names)
        rows, columns = np.arange(200)[:, None], np.arange(300)[None]
        return start + (rows % 2 + columns / 300) / 2 / len(names)

    monkeypatch.setattr(photographs, "photograph", ramp)
    monkeypatch.setattr(photographs, "FLAT", 0)
    return names


def test_there_are_three_splits_of_three_sources_or_more():
    assert tuple(SOURCES) == SPLITS
    assert all(len(names) >= 3 for names in SOURCES.values())


def test_no_source_is_in_two_splits():
    names = [name for split in SPLITS for name in SOURCES[split]]
    assert len(set(names)) == len(names)


def test_every_photograph_is_there_without_a_network(monkeypatch):
    def refuse(*arguments, **more):
        raise AssertionError("opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    photograph.cache_clear()
    for name in itertools.chain.from_iterable(SOURCES.values()):
        pixels = photograph(name)
        assert pixels.ndim == 2
        assert min(pixels.shape) >= 128
        assert pixels.dtype == np.float64
        assert 0 <= pixels.min() < pixels.max() <= 1
        assert pixels.std() > FLAT


def test_photographs_all_differ():
    means = [photograph(name).mean() for names in SOURCES.values() for name in names]
    assert len({round(mean, 4) for mean in means}) == len(means)


def test_photograph_that_is_not_shipped_is_named():
    with pytest.raises(FileNotFoundError, match=r"nothing\.png: not in scikit-image \d"):
        photograph("nothing.png")


@every_split
def test_patches_come_from_all_sources_of_their_split_and_no_other(split, ramps):
    patches = photograph_patches(split, 100, 16)
    found = {ramps[int(mean * len(ramps))] for mean in patches.mean(dim=(1, 2, 3))}
    assert found == set(SOURCES[split])


def test_patches_have_scales_from_1_to_4_and_are_mirrored_half_of_the_times(ramps):
    patches = photograph_patches("train", 400, 16)
    slope = (patches[..., 1:-1].diff() * len(ramps) * 600).mean(dim=(1, 2, 3))
    assert 0.95 < slope.abs().min() < 1.1
    assert 3.9 < slope.abs().max() < 4.1
    assert 0.4 < (slope > 0).float().mean() < 0.6


def test_downsampled_patches_are_anti_aliased(ramps):
    patches = photograph_patches("train", 400, 16)[:, 0] * len(ramps)
    slope = (patches[..., 1:-1].diff() * 600).mean(dim=(1, 2)).abs()
    stripes = patches[:, 1:-1].std(dim=1).mean(dim=1)  # rows alternate: black, white, black, ...
    assert stripes[slope > 3].max() < 0.3 * stripes[slope < 1.05].min()


@every_split
@pytest.mark.parametrize(("count", "size"), [(5, 32), (1, 8), (3, 31), (2, 128)])
def test_patches_are_gray_in_range_and_not_flat(split, count, size):
    patches = photograph_patches(split, count, size)
    assert patches.shape == (count, 1, size, size)
    assert patches.dtype == torch.float32
    assert 0 <= patches.min() <= patches.max() <= 1
    assert patches.std(dim=(1, 2, 3), correction=0).min() > 0.99 * FLAT


def test_flat_patches_are_drawn_anew(monkeypatch):
    half = np.zeros((200, 200))
    half[:, 100:] = 0.1
    monkeypatch.setattr(photographs, "photograph", lambda name: half)
    patches = photograph_patches("train", 50, 16)
    assert patches.std(dim=(1, 2, 3), correction=0).min() >= 0.99 * FLAT


@every_split
def test_same_arguments_give_the_same_patches(split):
    first = photograph_patches(split, 4, 16, seed=5)
    with torch.random.fork_rng():
        torch.manual_seed(7)
        assert torch.equal(first, photograph_patches(split, 4, 16, seed=5))
    assert torch.equal(first[:2], photograph_patches(split, 2, 16, seed=5))


def test_random_state_of_the_caller_is_left_alone():
    before = torch.get_rng_state()
    photograph_patches("train", 2, 16)
    assert torch.equal(before, torch.get_rng_state())


def test_patches_differ_between_splits_and_seeds_and_among_themselves():
    settings = itertools.product(SPLITS, (0, 1))
    patches = torch.cat([photograph_patches(split, 4, 16, seed=seed) for split, seed in settings])
    for one, other in itertools.combinations(patches, 2):
        assert not torch.allclose(one, other, atol=1e-3)


def test_splits_draw_other_places(monkeypatch):
    monkeypatch.setattr(photographs, "SOURCES", dict.fromkeys(SPLITS, ("coins.png",)))
    patches = [photograph_patches(split, 1, 16) for split in SPLITS]
    for one, other in itertools.combinations(patches, 2):
        assert not torch.equal(one, other)


def test_patches_can_be_cached(tmp_path, monkeypatch):
    monkeypatch.setenv("KDCI_CACHE", str(tmp_path))
    arguments = {"split": "test", "count": 4, "size": 16, "seed": 1}
    first, second = (cached_images(photograph_patches, **arguments) for _ in range(2))
    assert torch.equal(first, second)
    torch.testing.assert_close(first, photograph_patches(**arguments), atol=1 / 32767, rtol=0)
