"""Indian Pines: measured, in range, no pixel in two splits, reproducible, damage is named."""

import itertools
import re

import pytest
import torch

from kdci.data import indian_pines as module
from kdci.data.indian_pines import BANDS, STRIPS, indian_pines, metadata, scene

SPLITS = ("train", "validation", "test")


def test_file_says_what_it_is_and_whose():
    found = metadata()
    assert "MEASURED" in found["about"]
    assert "Attribution 3.0" in found["licence"]
    assert "Baumgardner" in found["reference"]
    assert module.FILE.stat().st_size < 336_400 + 5000


def test_bands_are_those_of_the_file_to_10_nanometres():
    assert all(abs(a - b) < 10 for a, b in zip(BANDS, metadata()["centres"], strict=True))
    assert sorted(BANDS) == list(BANDS)
    assert [min(limits) < 700 for limits in metadata()["limits"]] == [True, True] + 6 * [False]


def test_scene_uses_the_range_in_each_band():
    image = scene()
    assert image.shape == (8, 145, 145)
    assert image.dtype == torch.float32
    assert image.min() > 0
    assert (image.amax(dim=(1, 2)) <= 1).all()
    assert (image.amax(dim=(1, 2)) > 0.9).all()
    assert (image.std(dim=(1, 2)) > 0.04).all()


def test_vegetation_is_dark_in_red_light_and_bright_in_near_infrared():
    """The woods in the lower right: chlorophyll absorbs, leaves scatter, water absorbs."""
    woods = scene()[:, 115:135, 70:110].mean(dim=(1, 2))
    fields = scene()[:, 50:70, 30:50].mean(dim=(1, 2))
    assert woods[0] < fields[0]
    assert woods[2] > fields[2]
    assert woods[6] < 0.6 * fields[6]


def test_strips_have_a_gap_between_them_and_fill_the_scene():
    edges = list(itertools.chain(*STRIPS.values()))
    assert edges == sorted(edges)
    assert (edges[0], edges[-1]) == (0, 145)
    assert [b - a for a, b in zip(edges[1:-1:2], edges[2::2], strict=True)] == [4, 4]


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("size", [8, 20, 32])
def test_patches_come_from_their_strip_alone_and_reach_all_of_it(split, size, monkeypatch):
    columns = torch.arange(145.0).expand(8, 145, 145)
    monkeypatch.setattr(module, "scene", lambda: columns)
    patches = indian_pines(split, 600, size)
    assert patches.shape == (600, 8, size, size)
    start, stop = STRIPS[split]
    assert sorted(set(patches.flatten().int().tolist())) == list(range(start, stop))


def test_patches_are_mirrored_in_both_directions(monkeypatch):
    places = torch.arange(145.0 * 145).reshape(1, 145, 145).expand(8, -1, -1)
    monkeypatch.setattr(module, "scene", lambda: places)
    patches = indian_pines("train", 400, 8)[:, 0]
    for step in (patches[:, 0, 1] - patches[:, 0, 0], patches[:, 1, 0] - patches[:, 0, 0]):
        assert 150 < (step < 0).sum() < 250


@pytest.mark.parametrize("split", SPLITS)
def test_same_arguments_give_the_same_patches(split):
    before = torch.get_rng_state()
    first, again, other = (indian_pines(split, 4, seed=seed) for seed in (0, 0, 1))
    assert torch.equal(before, torch.get_rng_state())
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert first.is_contiguous()
    assert 0 <= first.min() < first.max() <= 1


def test_damaged_file_is_named(tmp_path, monkeypatch):
    copy = tmp_path / "indian_pines.npz"
    copy.write_bytes(module.FILE.read_bytes()[:-1])
    monkeypatch.setattr(module, "FILE", copy)
    for read in (lambda: indian_pines("train", 1), metadata):
        with pytest.raises(ValueError, match=re.escape(f"indian_pines={str(copy)!r}: damaged")):
            read()
