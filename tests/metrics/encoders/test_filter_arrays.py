"""What a filter array's measures say of a band's share, and of pixels that pass several bands."""

import pytest
import torch

from kdci import OneBand, Real
from kdci.designs.filter_array import FIXED
from kdci.encoders import FilterArrayEncoder
from kdci.metrics.encoders import Coherence, coherence, condition_number
from kdci.metrics.encoders.filter_array import band_sampling


@pytest.mark.parametrize("name", FIXED)
@pytest.mark.parametrize("shape", [(8, 12), (5, 7)], ids=str)
def test_a_bands_share_is_that_of_its_pixels_on_the_sensor(name, shape):
    encoder = FilterArrayEncoder(shape, OneBand(), latent=FIXED[name]())
    white = encoder.adjoint(encoder.measure(torch.ones(1, 8, *shape)))[0]
    found = band_sampling(encoder)
    torch.testing.assert_close(found, white.mean(dim=(1, 2)).double())
    assert float(found.sum()) == pytest.approx(1)


def test_a_grey_filter_counts_by_its_square():
    tile = torch.zeros(3, 2, 2)
    tile[1, 0], tile[2] = 1, 0.5
    encoder = FilterArrayEncoder((4, 4), Real(bands=3), 3, 2, tile)
    assert band_sampling(encoder).tolist() == [0, 0.5, 0.25]


@pytest.mark.parametrize("name", FIXED)
def test_one_band_a_pixel_has_condition_number_one_and_no_coherence(name):
    encoder = FilterArrayEncoder((9, 9), OneBand(), latent=FIXED[name]())
    assert condition_number(encoder) == 1
    assert coherence(encoder) == Coherence(0, 0)


def test_two_bands_in_one_pixel_cannot_be_told_apart():
    tile = torch.zeros(3, 2, 2)
    tile[0], tile[1, 0, 0] = 1, 0.01
    encoder = FilterArrayEncoder((4, 4), Real(bands=3), 3, 2, tile)
    columns = 16 + 4
    assert coherence(encoder) == Coherence(1, 2 * 4 / (columns * (columns - 1)))
