"""The traditional masks: each keeps its budget exactly and looks as its name says."""

import math
import re

import numpy as np
import pytest
import torch
from scipy import ndimage
from scipy.spatial import KDTree

from kdci.designs import mri as masks
from kdci.designs.mri import FIXED

ACCELERATIONS = (2, 3, 4, 8, 16)
SMALL = ((64, 64), (63, 80), (17, 19))
CASES = [(shape, af) for shape in SMALL for af in ACCELERATIONS] + [((320, 320), 8)]
RANDOM = ("variable-density", "poisson-disc", "cartesian")

every_mask = pytest.mark.parametrize("name", FIXED)


def radius(shape):
    """Return the distance from DC, 1 at the edge of k-space in each direction."""
    rows, columns = (np.abs(np.arange(n) - n // 2) / (n / 2) for n in shape)
    return np.sqrt(rows[:, None] ** 2 + columns**2)


def points(mask):
    """Return the sampled points' offsets from DC, (samples, 2)."""
    return np.argwhere(mask.numpy()) - [n // 2 for n in mask.shape]


@every_mask
@pytest.mark.parametrize(("shape", "acceleration"), CASES, ids=str)
def test_mask_is_binary_keeps_its_budget_and_samples_dc(name, shape, acceleration):
    mask = FIXED[name](shape, acceleration)
    assert mask.shape == shape
    assert mask.dtype == torch.float32
    assert mask.unique().tolist() == [0, 1]
    assert mask.sum() == round(shape[0] * shape[1] / acceleration)
    assert mask[shape[0] // 2, shape[1] // 2] == 1


@every_mask
@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (1, 16), (16, 16)], ids=str)
def test_extremes_are_everything_and_dc_alone(name, shape):
    dc = torch.zeros(shape)
    dc[shape[0] // 2, shape[1] // 2] = 1
    assert torch.equal(FIXED[name](shape, 1), torch.ones(shape))
    assert torch.equal(FIXED[name](shape, shape[0] * shape[1]), dc)


@every_mask
def test_mask_is_the_same_every_time(name):
    assert torch.equal(FIXED[name]((63, 80), 8), FIXED[name]((63, 80), 8))


@pytest.mark.parametrize("name", RANDOM)
def test_seed_matters_to_a_random_mask(name):
    first, again, other = (FIXED[name]((64, 64), 8, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@every_mask
@pytest.mark.parametrize("acceleration", [0.9, 0, -2, 257, math.nan, math.inf, True, "4"])
def test_acceleration_that_the_shape_cannot_have_is_an_error(name, acceleration):
    with pytest.raises(ValueError, match=re.escape(f"acceleration={acceleration!r}")):
        FIXED[name]((16, 16), acceleration)


@every_mask
@pytest.mark.parametrize("shape", [(0, 16), (16, -1), (16.0, 16), (16,), (1, 16, 16)], ids=str)
def test_what_is_no_shape_is_an_error(name, shape):
    with pytest.raises(ValueError, match=re.escape(f"shape={shape!r}")):
        FIXED[name](shape, 4)


@every_mask
@pytest.mark.parametrize("shape", [(64, 64), (63, 80)], ids=str)
def test_mask_is_denser_at_the_center_than_at_the_edge(name, shape):
    mask, r = FIXED[name](shape, 8).numpy(), radius(shape)
    assert mask[r < 0.3].mean() > 1.3 * mask[(r > 0.7) & (r < 1)].mean()


@pytest.mark.parametrize("name", ["radial", "spiral"])
@pytest.mark.parametrize("shape", [(64, 64), (63, 80)], ids=str)
@pytest.mark.parametrize("acceleration", [4, 8, 16])
def test_trajectory_is_in_one_piece_and_reaches_outwards(name, shape, acceleration):
    mask = FIXED[name](shape, acceleration).numpy()
    _, pieces = ndimage.label(mask, structure=np.ones((3, 3)))
    assert pieces == 1
    assert radius(shape)[mask > 0].max() > 0.8


def test_first_spoke_is_the_middle_row():
    mask = masks.radial((64, 64), 64)
    assert bool(mask[32].all())


def test_spokes_turn_by_the_golden_angle():
    angles = np.deg2rad(111.246 * np.arange(3))
    normals = np.stack((np.cos(angles), -np.sin(angles)))
    distance = np.abs(points(masks.radial((64, 64), 32)) @ normals)
    assert distance.min(axis=1).max() < 0.75
    assert np.all((distance < 0.75).sum(axis=0)[:2] >= 60)


def test_spiral_turns_around_dc():
    rows, columns = points(masks.spiral((64, 64), 8)).T
    for side in (rows, -rows, columns, -columns):
        assert side.max() > 20


@pytest.mark.parametrize("shape", [(64, 64), (63, 80)], ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_poisson_disc_keeps_a_distance_that_grows_with_the_radius(shape, seed):
    mask = masks.poisson_disc(shape, 16, seed=seed)
    nearest = KDTree(points(mask)).query(points(mask), k=2)[0][:, 1]
    r = radius(shape)[mask.numpy() > 0]
    assert nearest[r > 0.3].min() >= 2  # none adjacent, not even diagonally
    assert nearest[r > 0.8].min() > nearest[r < 0.2].min()


@pytest.mark.parametrize("acceleration", ACCELERATIONS)
@pytest.mark.parametrize("seed", range(3))
def test_cartesian_is_whole_rows_but_for_at_most_one(acceleration, seed):
    mask = masks.cartesian((63, 80), acceleration, seed=seed).numpy()
    lengths = mask.sum(axis=1)
    cut = np.flatnonzero((lengths > 0) & (lengths < 80))
    assert len(cut) <= 1
    for row in cut:
        assert mask[row, 40] == 1
        assert np.ptp(np.flatnonzero(mask[row])) == lengths[row] - 1


@pytest.mark.parametrize("acceleration", [2, 4, 8])
def test_a_third_of_the_cartesian_lines_is_a_block_at_the_center(acceleration):
    mask = masks.cartesian((64, 64), acceleration)
    reach = (64 // acceleration // 3 - 1) // 2
    assert bool(mask[32 - reach : 32 + reach + 1].all())


@pytest.mark.parametrize("shape", [(64, 64), (63, 80)], ids=str)
@pytest.mark.parametrize("acceleration", ACCELERATIONS)
def test_variable_density_samples_the_center_fully(shape, acceleration):
    mask = masks.variable_density(shape, acceleration, seed=3)
    assert mask.numpy()[radius(shape) < 0.1].all()


@pytest.mark.parametrize("shape", [(8, 8), (7, 10)], ids=str)
def test_energy_ranked_picks_the_strongest_points(shape):
    images = torch.randn(3, 2, *shape, generator=torch.Generator().manual_seed(0))
    spectra = np.fft.fft2(images[:, 0].double().numpy() + 1j * images[:, 1].double().numpy())
    energy = np.fft.fftshift((np.abs(spectra) ** 2).mean(axis=0))
    order = sorted(np.ndindex(shape), key=lambda point: -energy[point])
    expected = torch.zeros(shape)
    for point in order[: round(shape[0] * shape[1] / 4)]:
        expected[point] = 1
    assert torch.equal(masks.energy_ranked(images, 4), expected)


def test_energy_ranked_breaks_ties_by_position():
    mask = masks.energy_ranked(torch.zeros(1, 2, 4, 6), 4)
    assert mask.flatten().tolist() == [1] * 6 + [0] * 18


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_energy_ranked_names_the_image_that_is_not_finite(value):
    images = torch.ones(3, 2, 8, 8)
    images[1, 0, 2, 3] = value
    with pytest.raises(ValueError, match=r"images\[1\]"):
        masks.energy_ranked(images, 4)


@pytest.mark.parametrize("shape", [(3, 1, 8, 8), (3, 3, 8, 8), (2, 8, 8)], ids=str)
def test_energy_ranked_wants_complex_images(shape):
    with pytest.raises(ValueError, match=re.escape(f"images: shape {shape}")):
        masks.energy_ranked(torch.ones(shape), 4)


def test_energy_ranked_names_a_bad_acceleration():
    with pytest.raises(ValueError, match="acceleration=65"):
        masks.energy_ranked(torch.ones(1, 2, 8, 8), 65)
