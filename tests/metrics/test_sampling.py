"""What a mask keeps of k-space: its energy, and what it measures twice."""

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kdci.metrics import sampling
from kdci.physics import mri

SHAPES = [(4, 4), (5, 5), (4, 7), (7, 4), (2, 6), (1, 5)]

quick = settings(max_examples=20)
some_masks = st.sampled_from(SHAPES).flatmap(
    lambda shape: arrays(np.float32, shape, elements=st.sampled_from([0, 1]))
)


def images(*shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


def test_spectrum_has_the_images_mean_energy():
    x = images(3, 2, 6, 9)
    spectrum = sampling.energy_spectrum(x)
    assert spectrum.shape == (6, 9)
    torch.testing.assert_close(spectrum.sum(), x.square().sum() / 3)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_spectrum_of_a_constant_image_is_at_dc(shape):
    spectrum = sampling.energy_spectrum(torch.ones(1, 2, *shape))
    assert spectrum[shape[0] // 2, shape[1] // 2] == pytest.approx(2 * shape[0] * shape[1])
    assert spectrum.sum() == pytest.approx(2 * shape[0] * shape[1])


@quick
@given(some_masks, st.sampled_from([1, 0.5, -1]))
def test_energy_captured_is_the_sampled_points_share(mask, value):
    spectrum = sampling.energy_spectrum(images(2, 2, *mask.shape))
    points = list(np.ndindex(mask.shape))
    sampled = sum(spectrum[point].item() for point in points if mask[point] != 0)
    share = sampled / sum(spectrum[point].item() for point in points)
    captured = sampling.energy_captured(torch.from_numpy(value * mask), spectrum)
    assert captured.item() == pytest.approx(share, abs=1e-6)


@quick
@given(some_masks.filter(np.any))
def test_conjugate_redundancy_is_that_of_a_loop_over_frequencies(mask):
    height, width = mask.shape
    sampled = pairs = 0
    for row, column in itertools.product(range(height), range(width)):
        if mask[row, column]:
            frequency = row - height // 2, column - width // 2
            opposite = (height // 2 - frequency[0]) % height, (width // 2 - frequency[1]) % width
            sampled += 1
            pairs += int(mask[opposite])
    redundancy = sampling.conjugate_redundancy(torch.from_numpy(mask))
    assert redundancy.item() == pytest.approx(pairs / sampled)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_redundant_points_hold_conjugate_values_of_a_real_image(shape):
    x = images(1, 2, *shape)
    x[:, 1] = 0
    kspace = mri.fourier(x)[0]
    for point in np.ndindex(shape):
        mask = torch.zeros(shape)
        mask[point] = 1
        gap = (kspace - kspace[point].conj()).abs()
        mask[np.unravel_index(int(gap.argmin()), shape)] = 1
        assert sampling.conjugate_redundancy(mask) == 1


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_full_mask_and_dc_alone_are_their_own_conjugates(shape):
    dc = torch.zeros(shape)
    dc[shape[0] // 2, shape[1] // 2] = 1
    assert sampling.conjugate_redundancy(torch.ones(shape)) == 1
    assert sampling.conjugate_redundancy(dc) == 1


@pytest.mark.parametrize("shape", [(8, 8), (9, 9), (8, 5), (9, 6)], ids=str)
def test_half_of_kspace_without_its_axis_is_not_redundant(shape):
    mask = torch.zeros(shape)
    mask[shape[0] // 2 + 1 :] = 1
    assert sampling.conjugate_redundancy(mask) == 0


def test_redundancy_counts_any_value_but_zero_as_sampled():
    mask = torch.zeros(5, 5)
    mask[2, 1], mask[2, 3], mask[0, 0], mask[1, 1] = 0.3, -2, 1, 1
    assert sampling.conjugate_redundancy(mask) == 0.5


def test_fraction_of_nothing_is_refused():
    with pytest.raises(ValueError, match="spectrum: all zero"):
        sampling.energy_captured(torch.ones(4, 4), torch.zeros(4, 4))
    with pytest.raises(ValueError, match="0 points sampled: must be"):
        sampling.conjugate_redundancy(torch.zeros(4, 4))


@pytest.mark.parametrize("shape", [(4, 1), (5, 4), (1, 4, 4)])
def test_mask_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match=r"mask: shape .*must be \(H, W\)"):
        sampling.energy_captured(torch.ones(shape), torch.ones(4, 4))


def test_mask_that_is_no_mask_is_refused():
    with pytest.raises(ValueError, match=r"mask: shape \(1, 4, 4\)"):
        sampling.conjugate_redundancy(torch.ones(1, 4, 4))
