"""One band a pixel: exactly one, whatever the latents, and gradients that go straight through."""

import math
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kdci import OneBand


def test_printed_constraint_says_its_bands():
    assert repr(OneBand()) == "OneBand(bands=8)"


@settings(max_examples=20)
@given(arrays(np.float32, (4, 3, 5), elements=st.integers(-2, 2)))
def test_one_band_takes_the_first_of_each_pixels_largest_latents(latent):
    pattern = OneBand(4)(torch.from_numpy(latent)).numpy()
    assert np.array_equal(pattern, np.arange(4)[:, None, None] == latent.argmax(axis=0))


def test_one_band_of_equal_latents_is_the_first():
    pattern = OneBand(3)(torch.zeros(3, 2, 2))
    assert pattern.sum(dim=(1, 2)).tolist() == [4, 0, 0]


@pytest.mark.parametrize("elsewhere", [0.0, -9.0, math.nan, -math.inf])
def test_one_band_is_exactly_one_whatever_the_latents(elsewhere):
    latent = torch.full((3, 2, 2), elsewhere)
    latent[1, 0] = 1
    pattern = OneBand(3)(latent)
    assert torch.equal(pattern.sum(dim=0), torch.ones(2, 2))
    assert pattern[1, 0].tolist() == [1, 1]


def test_gradient_goes_straight_through_one_band():
    latent, weights = torch.randn(2, 8, 4, 4)
    (OneBand()(latent.requires_grad_()) * weights).sum().backward()
    assert torch.equal(latent.grad, weights)


def test_one_band_starts_at_the_same_bands_by_a_small_margin():
    constraint = OneBand()
    draws = [constraint.draw((8, 4, 4), torch.Generator().manual_seed(seed)) for seed in (0, 0, 1)]
    assert torch.equal(draws[0], draws[1])
    assert not torch.equal(draws[0], draws[2])
    latent = constraint.start_at(draws[0])
    assert torch.equal(constraint(latent), constraint(draws[0]))
    assert latent.abs().max() < 0.03


@pytest.mark.parametrize("bands", [0, -1, 2.0, True, "8"])
def test_what_is_no_number_of_bands_is_an_error(bands):
    with pytest.raises(ValueError, match=re.escape(f"bands={bands!r}")):
        OneBand(bands)


@pytest.mark.parametrize("shape", [(4, 4), (7, 4, 4), (1, 8, 4, 4)], ids=str)
def test_latent_of_other_bands_is_an_error(shape):
    with pytest.raises(ValueError, match=re.escape(f"latent: shape {shape}: must be (8, t, t)")):
        OneBand()(torch.zeros(shape))
