"""The traditional filter arrays: one band a pixel, each as its name says."""

import itertools
import math
import re

import pytest
import torch

from kdci.designs import filter_array
from kdci.designs.filter_array import BANDS, FIXED, SHARES, TILE

every_array = pytest.mark.parametrize("name", FIXED)
of_equal_shares = pytest.mark.parametrize("name", ["regular", "random"])


def distances(mask):
    """Return the distances on the torus between all pairs of a band's pixels."""
    pixels = mask.nonzero().tolist()
    for one, two in itertools.combinations(pixels, 2):
        away = (abs(a - b) for a, b in zip(one, two, strict=True))
        yield math.hypot(*(min(d, TILE - d) for d in away))


@every_array
def test_each_pixel_passes_one_band_and_each_band_has_a_pixel(name):
    tile = FIXED[name]()
    assert tile.shape == (BANDS, TILE, TILE)
    assert tile.dtype == torch.float32
    assert tile.unique().tolist() == [0, 1]
    assert torch.equal(tile.sum(dim=0), torch.ones(TILE, TILE))
    assert tile.sum(dim=(1, 2)).min() > 0


@of_equal_shares
def test_each_band_has_two_pixels(name):
    assert FIXED[name]().sum(dim=(1, 2)).tolist() == [2] * BANDS


def test_equal_bands_of_the_regular_array_are_as_far_apart_as_can_be():
    for mask in filter_array.regular():
        assert list(distances(mask)) == [math.hypot(2, 2)]


def test_random_arrays_follow_their_seed():
    first, again, other = (filter_array.random(seed) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@pytest.mark.parametrize("seed", [-1, 0.5, True])
def test_bad_seed_is_an_error(seed):
    with pytest.raises(ValueError, match=re.escape(f"seed={seed!r}")):
        filter_array.random(seed)


def test_bands_of_the_binary_tree_have_their_shares_and_are_spread_evenly():
    apart = {4: 2.0, 2: math.hypot(2, 2)}  # a square lattice, a quincunx
    for band, mask in enumerate(filter_array.binary_tree()):
        assert mask.sum() == SHARES[band]
        nearest = min(distances(mask), default=None)
        assert nearest == apart.get(SHARES[band])


def test_a_binary_tree_of_equal_shares_is_the_regular_array_up_to_the_order(monkeypatch):
    monkeypatch.setattr(filter_array, "SHARES", dict.fromkeys(range(BANDS), 2))
    tree, regular = (
        sorted(mask.flatten().tolist() for mask in tile)
        for tile in (filter_array.binary_tree(), filter_array.regular())
    )
    assert tree == regular
