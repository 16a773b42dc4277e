"""Spectral patches: reproducible, in range, no photograph in two splits, damage is named."""

import itertools
import re

import numpy as np
import pytest
import torch

from kdci.data import spectra
from kdci.data.cache import cached_images
from kdci.data.spectra import BANDS, SOURCES, spectral_patches

SPLITS = ("train", "validation", "test")


@pytest.fixture
def forgetful():
    """Let the file be read anew, in the test and after it."""
    spectra.spectral_photographs.cache_clear()
    yield
    spectra.spectral_photographs.cache_clear()


def test_no_photograph_is_in_two_splits():
    assert tuple(SOURCES) == SPLITS
    names = [name for names in SOURCES.values() for name in names]
    assert len(names) == len(set(names)) == len(spectra.spectral_photographs())
    assert all(len(names) >= 2 for names in SOURCES.values())


def test_file_says_that_it_is_simulated_and_how_it_was_made():
    metadata = spectra.metadata()
    assert "SIMULATED" in metadata["about"]
    assert "Jakob and Hanika (2019)" in metadata["method"]
    assert tuple(metadata["bands"]) == BANDS
    assert {split: tuple(names) for split, names in metadata["splits"].items()} == SOURCES
    assert set(metadata["versions"]) == {"colour-science", "matplotlib", "scikit-image"}
    assert spectra.FILE.stat().st_size < 3e6


def test_bands_are_evenly_spaced_from_blue_to_red():
    assert list(BANDS) == list(range(450, 661, 30))


@pytest.mark.parametrize("split", SPLITS)
def test_each_split_has_colour(split):
    """In a tenth of the pixels, the strongest band is far above the weakest."""
    for name in SOURCES[split]:
        photograph = spectra.spectral_photographs()[name]
        assert photograph.shape[0] == 8
        assert photograph.dtype == torch.uint8
        assert min(photograph.shape[1:]) == 256
        values = photograph.flatten(1).float()
        contrast = (values.amax(0) - values.amin(0)) / values.amax(0).clamp_min(1)
        assert contrast.quantile(0.9) > 0.4


def test_red_saucer_is_red():
    """The saucer of the coffee cup reflects red light and hardly any blue."""
    saucer = spectra.spectral_photographs()["coffee.png"][:, 180, 90].tolist()
    assert saucer[-1] > 4 * saucer[0]


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize(("count", "size"), [(4, 32), (3, 17), (1, 128), (40, 8)])
def test_patches_are_in_range_and_not_flat(split, count, size):
    patches = spectral_patches(split, count, size)
    assert patches.shape == (count, 8, size, size)
    assert patches.dtype == torch.float32
    assert 0 <= patches.min() < patches.max() <= 1
    assert patches.std(dim=(2, 3)).mean(dim=1).min() > 0.01


def test_splits_and_seeds_draw_other_places(monkeypatch):
    monkeypatch.setattr(spectra, "SOURCES", dict.fromkeys(SPLITS, SOURCES["test"]))
    spectra.spectral_photographs()
    settings = itertools.product(SPLITS, (0, 1))
    patches = torch.cat([spectral_patches(split, 3, 16, seed=seed) for split, seed in settings])
    for one, other in itertools.combinations(patches, 2):
        assert not torch.allclose(one, other, atol=1e-3)


def test_downsampling_is_anti_aliased(monkeypatch):
    stripes = (255 * (torch.arange(256) % 2)).repeat(8, 256, 1).byte()
    monkeypatch.setattr(
        spectra, "spectral_photographs", lambda: dict.fromkeys(SOURCES["test"], stripes)
    )
    monkeypatch.setattr(spectra, "FLAT", 0)
    spread = spectral_patches("test", 100, 16, illumination=0)[..., 4:12, 4:12].std(dim=(1, 2, 3))
    assert spread.median() < 0.1  # stripes of 0 and 1 have 0.5


@pytest.mark.parametrize("split", SPLITS)
def test_patches_come_from_the_photographs_of_their_split_alone(split, monkeypatch):
    numbers = {name: i for i, name in enumerate(itertools.chain(*SOURCES.values()), start=1)}
    marked = {name: torch.full((8, 256, 300), 10 * i).byte() for name, i in numbers.items()}
    monkeypatch.setattr(spectra, "spectral_photographs", lambda: marked)
    monkeypatch.setattr(spectra, "FLAT", 0)
    seen = (spectral_patches(split, 50, 8, illumination=0).mean(dim=(1, 2, 3)) * 25.5).round().int()
    assert set(seen.tolist()) == {numbers[name] for name in SOURCES[split]}


def test_patches_are_mirrored_and_of_several_scales(monkeypatch):
    ramp = torch.arange(256).repeat(8, 256, 1).byte()
    monkeypatch.setattr(
        spectra, "spectral_photographs", lambda: dict.fromkeys(SOURCES["test"], ramp)
    )
    monkeypatch.setattr(spectra, "FLAT", 0)
    steps = spectral_patches("test", 200, 16, illumination=0).mul(255).diff(dim=3)[:, 0, 5, 8]
    assert 70 < (steps < 0).sum() < 130
    assert 0.99 < steps.abs().min() < 1.2
    assert 1.8 < steps.abs().max() < 2.01


def test_same_arguments_give_the_same_patches_whatever_the_global_seed():
    before = torch.get_rng_state()
    first = spectral_patches("test", 6, 16, seed=5)
    assert torch.equal(before, torch.get_rng_state())
    with torch.random.fork_rng():
        torch.manual_seed(7)
        assert torch.equal(first, spectral_patches("test", 6, 16, seed=5))


def test_patches_differ_between_splits_and_seeds_and_among_themselves():
    settings = itertools.product(SPLITS, (0, 1))
    patches = torch.cat([spectral_patches(split, 4, 16, seed=seed) for split, seed in settings])
    for one, other in itertools.combinations(patches, 2):
        assert not torch.allclose(one, other, atol=1e-3)


def test_patches_can_be_cached(tmp_path, monkeypatch):
    monkeypatch.setenv("KDCI_CACHE", str(tmp_path))
    arguments = {"split": "train", "count": 4, "size": 16}
    first, second = (cached_images(spectral_patches, **arguments) for _ in range(2))
    assert torch.equal(first, second)
    torch.testing.assert_close(first, spectral_patches(**arguments), atol=1 / 32767, rtol=0)


DAMAGES = {
    "empty": lambda content: b"",
    "cut": lambda content: content[:-1],
    "a bit flipped": lambda content: content[:5000] + bytes([content[5000] ^ 1]) + content[5001:],
}


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_file_is_named(damage, tmp_path, monkeypatch):
    copy = tmp_path / "spectra.npz"
    copy.write_bytes(damage(spectra.FILE.read_bytes()))
    monkeypatch.setattr(spectra, "FILE", copy)
    for read in (lambda: spectral_patches("train", 1), spectra.metadata):
        with pytest.raises(ValueError, match=re.escape(f"spectra={str(copy)!r}: damaged")):
            read()


@pytest.mark.usefixtures("forgetful")
def test_missing_file_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(spectra, "FILE", tmp_path / "spectra.npz")
    with pytest.raises(FileNotFoundError, match=r"spectra=.*spectra\.npz.*install kdci again"):
        spectral_patches("train", 1)


def test_light_is_smooth_and_coloured_by_its_strength():
    white = spectra.light(np.random.default_rng(0), 0.0)
    assert torch.equal(white, torch.ones(8, dtype=torch.float64))
    lights = torch.stack([spectra.light(np.random.default_rng(s), 1.0) for s in range(50)])
    assert (lights.amax(dim=1) == 1).all()
    assert lights.min() > 0
    third = lights.log().diff(n=3, dim=1)
    assert third.abs().max() < 1e-12  # a parabola has no third difference
    assert {0, 7} <= set(lights.argmax(dim=1).tolist())


def test_light_multiplies_the_patch_alone():
    lit = spectra.spectral_patches("train", 3, 16, seed=1)
    plain = spectra.spectral_patches("train", 3, 16, seed=1, illumination=0)
    ratio = (lit[0] / plain[0].clamp_min(1e-3)).flatten(1)
    bright = plain[0].flatten(1) > 0.1
    for values, mask in zip(ratio, bright, strict=True):
        if mask.any():
            assert values[mask].std() < 1e-3
