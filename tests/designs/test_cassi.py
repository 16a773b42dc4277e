"""The traditional coded apertures: exact transmittance, and each looks as its name says."""

import re

import numpy as np
import pytest
import torch

from kdci.designs import cassi as coded_apertures
from kdci.designs.cassi import FIXED

SHAPES = [(32, 32), (15, 20), (7, 9), (2, 2), (1, 8)]

every_aperture = pytest.mark.parametrize("name", FIXED)
every_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)
half_open = pytest.mark.parametrize("name", ["random", "blue-noise"])


@every_aperture
@every_shape
@pytest.mark.parametrize("snapshots", [2, 3])
def test_aperture_is_binary_float_and_of_its_shape(name, shape, snapshots):
    aperture = FIXED[name](shape, snapshots)
    assert aperture.shape == (snapshots, 1, *shape)
    assert aperture.dtype == torch.float32
    assert aperture.unique().tolist() == [0, 1]


@half_open
@every_shape
@pytest.mark.parametrize("snapshots", [1, 3])
def test_exactly_half_is_open_in_each_snapshot(name, shape, snapshots):
    aperture = FIXED[name](shape, snapshots)
    assert aperture.sum(dim=(1, 2, 3)).tolist() == [(shape[0] * shape[1] + 1) // 2] * snapshots


@half_open
def test_snapshots_differ(name):
    first, second = FIXED[name]((32, 32), 2)
    assert 0.2 < (first != second).float().mean() < 0.8


@every_aperture
def test_seed_matters_and_nothing_else(name):
    first, again, other = (FIXED[name]((15, 20), 2, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@every_shape
@pytest.mark.parametrize("snapshots", [2, 3, 4])
def test_complementary_apertures_open_each_pixel_once_and_share_the_light(shape, snapshots):
    aperture = coded_apertures.complementary(shape, snapshots)
    assert torch.equal(aperture.sum(dim=0), torch.ones(1, *shape))
    counts = aperture.sum(dim=(1, 2, 3))
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("shape", [(32, 32), (40, 24)], ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_blue_noise_has_little_energy_at_low_frequencies(shape, seed):
    def low(aperture):
        spectrum = np.abs(np.fft.fft2(aperture[0, 0].numpy() - 0.5)) ** 2
        radius = np.hypot(*np.meshgrid(*map(np.fft.fftfreq, shape), indexing="ij"))
        return spectrum[(radius > 0) & (radius < 0.25)].mean() / spectrum.mean()

    blue = low(coded_apertures.blue_noise(shape, seed=seed))
    white = low(coded_apertures.random(shape, seed=seed))
    assert white > 0.7
    assert blue < 0.1


def test_blue_noise_is_even_across_the_borders_too():
    aperture = coded_apertures.blue_noise((32, 32))[0, 0]
    windows = sum(aperture.roll((i, j), (0, 1)) for i in range(4) for j in range(4))
    assert 5 <= windows.min() <= windows.max() <= 11  # 8 of 16 on average


@every_aperture
@pytest.mark.parametrize("shape", [(0, 16), (16, -1), (16.0, 16), (16,), (1, 16, 16)], ids=str)
def test_what_is_no_shape_is_an_error(name, shape):
    with pytest.raises(ValueError, match=re.escape(f"shape={shape!r}")):
        FIXED[name](shape, 2)


@every_aperture
@pytest.mark.parametrize("snapshots", [0, -1, 1.0, True, "2", 257])
def test_impossible_number_of_snapshots_is_an_error(name, snapshots):
    with pytest.raises(ValueError, match=re.escape(f"snapshots={snapshots!r}")):
        FIXED[name]((16, 16), snapshots)


@every_aperture
def test_bad_seed_is_an_error(name):
    with pytest.raises(ValueError, match="seed=-1"):
        FIXED[name]((16, 16), 2, seed=-1)


def test_one_complementary_aperture_is_an_error():
    with pytest.raises(ValueError, match="snapshots=1: must be an integer from 2"):
        coded_apertures.complementary((16, 16), 1)
