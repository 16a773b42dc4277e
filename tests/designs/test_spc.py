"""The traditional single-pixel designs: orthogonal, ordered and scaled as they say."""

import math
import re

import numpy as np
import pytest
import torch
from scipy import fft

from kdci.designs import spc as apertures
from kdci.designs.spc import FIXED

ORTHOGONAL = ("hadamard", "dct")
RANDOM = ("bernoulli", "gaussian")
SIGNS = ("hadamard", "bernoulli")

every_design = pytest.mark.parametrize("name", FIXED)


def sequency(rows, shape):
    """Return the number of sign changes along height plus that along width of each pattern."""
    patterns = rows.view(-1, *shape)
    vertical = (patterns[:, 1:, 0] != patterns[:, :-1, 0]).sum(dim=1)
    horizontal = (patterns[:, 0, 1:] != patterns[:, 0, :-1]).sum(dim=1)
    return vertical, horizontal


@every_design
@pytest.mark.parametrize("shape", [(8, 8), (4, 16), (32, 32)], ids=str)
@pytest.mark.parametrize("patterns", [1, 7, 32])
def test_design_has_a_row_for_each_pattern(name, shape, patterns):
    rows = FIXED[name](shape, patterns)
    assert rows.shape == (patterns, shape[0] * shape[1])
    assert rows.dtype == torch.float32
    assert torch.equal(rows, FIXED[name](shape, patterns))
    assert torch.equal(rows, FIXED[name](shape, 32)[:patterns]) or name in RANDOM


@pytest.mark.parametrize("name", SIGNS)
def test_signs_are_minus_and_plus_one(name):
    assert FIXED[name]((8, 8), 32).unique().tolist() == [-1, 1]


@pytest.mark.parametrize("name", ORTHOGONAL)
@pytest.mark.parametrize("shape", [(8, 8), (4, 16), (2, 1)], ids=str)
def test_rows_are_orthogonal_of_squared_norm_n(name, shape):
    n = shape[0] * shape[1]
    rows = FIXED[name](shape, n)
    torch.testing.assert_close(rows @ rows.T, n * torch.eye(n), rtol=0, atol=1e-5 * n)
    assert torch.equal(rows[0], torch.ones(n))


@pytest.mark.parametrize("shape", [(8, 8), (4, 16)], ids=str)
def test_hadamard_rows_come_in_order_of_sequency(shape):
    n = shape[0] * shape[1]
    vertical, horizontal = sequency(apertures.hadamard(shape, n), shape)
    keys = list(zip((vertical + horizontal).tolist(), vertical.tolist(), strict=True))
    assert keys == sorted(keys)
    assert len({*zip(vertical.tolist(), horizontal.tolist(), strict=True)}) == n


def test_first_hadamard_patterns_of_4_x_4():
    rows = apertures.hadamard((4, 4), 3).view(3, 4, 4)
    halves = torch.tensor([1.0, 1.0, -1.0, -1.0])
    assert torch.equal(rows[0], torch.ones(4, 4))
    assert torch.equal(rows[1], halves.expand(4, 4))
    assert torch.equal(rows[2], halves[:, None].expand(4, 4))


@pytest.mark.parametrize("shape", [(12, 16), (16, 12), (31, 31), (6, 6)], ids=str)
def test_hadamard_sides_that_are_no_powers_of_two_are_refused(shape):
    message = re.escape(f"shape={shape}: sides of Hadamard patterns must be powers of 2")
    with pytest.raises(ValueError, match=message):
        apertures.hadamard(shape, 4)
    with pytest.raises(ValueError, match=message):
        apertures.hadamard_energy(torch.rand(1, 1, *shape), 4)


@pytest.mark.parametrize("shape", [(8, 8), (5, 6)], ids=str)
def test_dct_measures_the_coefficients_of_scipy_low_frequencies_first(shape):
    n = shape[0] * shape[1]
    image = np.random.default_rng(0).standard_normal(shape)
    coefficients = fft.dctn(image, norm="ortho") * math.sqrt(n)
    order = sorted(np.ndindex(shape), key=lambda ij: (sum(ij), ij))
    measured = apertures.dct(shape, n).double() @ torch.from_numpy(image).flatten()
    wanted = [coefficients[ij] for ij in order]
    np.testing.assert_allclose(measured, wanted, rtol=1e-5, atol=1e-5 * n)


@pytest.mark.parametrize("shape", [(8, 8), (4, 16)], ids=str)
@pytest.mark.parametrize("patterns", [1, 9, 64])
def test_energy_order_is_that_of_brute_force(shape, patterns):
    images = torch.rand(5, 1, *shape, generator=torch.Generator().manual_seed(0))
    everything = apertures.hadamard(shape, 64)
    energy = (images.double().flatten(1) @ everything.double().T).square().mean(dim=0)
    wanted = everything[energy.argsort(descending=True)[:patterns]]
    assert torch.equal(apertures.hadamard_energy(images, patterns), wanted)


def test_energy_ranked_patterns_are_orthogonal_signs_and_start_with_the_mean():
    rows = apertures.hadamard_energy(torch.rand(5, 1, 8, 8), 20)
    assert rows.dtype == torch.float32
    assert torch.equal(rows[0], torch.ones(64))
    assert torch.equal(rows @ rows.T, 64 * torch.eye(20))


def test_energy_ties_are_broken_by_position():
    vertical, horizontal = sequency(apertures.hadamard_energy(torch.zeros(1, 1, 4, 4), 16), (4, 4))
    assert (4 * vertical + horizontal).tolist() == list(range(16))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_energy_names_the_image_that_is_not_finite(value):
    images = torch.ones(3, 1, 8, 8)
    images[1, 0, 2, 3] = value
    with pytest.raises(ValueError, match=r"images\[1\]"):
        apertures.hadamard_energy(images, 4)


@pytest.mark.parametrize("shape", [(3, 2, 8, 8), (1, 8, 8), (8, 8)], ids=str)
def test_energy_wants_gray_images(shape):
    with pytest.raises(ValueError, match=re.escape(f"images: shape {shape}")):
        apertures.hadamard_energy(torch.ones(shape), 4)


@pytest.mark.parametrize("name", RANDOM)
def test_seed_matters_to_a_random_design(name):
    first, again, other = (FIXED[name]((8, 8), 16, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@pytest.mark.parametrize("name", RANDOM)
def test_random_numbers_have_mean_0_and_variance_1(name):
    rows = FIXED[name]((32, 32), 512)
    assert abs(rows.mean()) < 0.01
    assert abs(rows.var() - 1) < 0.01
    fourth = {"bernoulli": 1, "gaussian": 3}[name]
    assert abs(rows.pow(4).mean() - fourth) < 0.1


@every_design
@pytest.mark.parametrize("patterns", [0, -1, 65, 3.0, True, "4"])
def test_impossible_number_of_patterns_is_refused(name, patterns):
    with pytest.raises(ValueError, match=re.escape(f"patterns={patterns!r}")):
        FIXED[name]((8, 8), patterns)


@every_design
def test_impossible_number_of_patterns_is_refused_before_any_work(name):
    with pytest.raises(ValueError, match="patterns=0"):
        FIXED[name]((2**20, 2**20), 0)  # a matrix of one side alone would take 4 TiB or more


@pytest.mark.parametrize("patterns", [0, 65, 3.0])
def test_impossible_number_of_energy_ranked_patterns_is_refused(patterns):
    with pytest.raises(ValueError, match=re.escape(f"patterns={patterns!r}")):
        apertures.hadamard_energy(torch.rand(1, 1, 8, 8), patterns)


@every_design
@pytest.mark.parametrize("shape", [(0, 16), (16, -1), (16.0, 16), (16,), (1, 16, 16)], ids=str)
def test_what_is_no_shape_is_an_error(name, shape):
    with pytest.raises(ValueError, match=re.escape(f"shape={shape!r}")):
        FIXED[name](shape, 4)


def scenes(count=40, shape=(4, 8)):
    generator = torch.Generator().manual_seed(0)
    scale = torch.logspace(0, -2, math.prod(shape)).view(shape)
    return 0.5 + scale * torch.randn(count, 1, *shape, generator=generator)


@pytest.mark.parametrize("patterns", [1, 5, 32])
def test_principal_components_reconstruct_best(patterns):
    images = scenes()
    flat = images.flatten(1).double()
    rows = apertures.principal(images, patterns).double()
    torch.testing.assert_close(rows @ rows.T, 32 * torch.eye(patterns).double(), rtol=0, atol=1e-4)
    error = (flat - flat @ rows.T @ rows / 32).square().sum()
    singular = torch.linalg.svdvals(flat)
    torch.testing.assert_close(error, singular[patterns:].square().sum(), rtol=1e-4, atol=1e-9)


def test_principal_components_come_strongest_first_and_do_not_flip():
    rows = apertures.principal(scenes(), 32)
    energy = (scenes().flatten(1) @ rows.T).square().sum(dim=0)
    assert torch.equal(energy, energy.sort(descending=True).values)
    assert (rows.sum(dim=1) >= 0).all()
    assert torch.equal(rows[:5], apertures.principal(scenes(), 5))


def test_binarised_components_are_their_signs():
    binary, rows = apertures.binarised_principal(scenes(), 9), apertures.principal(scenes(), 9)
    assert binary.unique().tolist() == [-1, 1]
    assert (binary * rows >= 0).all()


@pytest.mark.parametrize("design", [apertures.principal, apertures.binarised_principal])
def test_components_refuse_what_they_cannot_use(design):
    with pytest.raises(ValueError, match="patterns=33"):
        design(scenes(), 33)
    with pytest.raises(ValueError, match="images"):
        design(torch.full((2, 1, 4, 8), math.nan), 3)
    with pytest.raises(ValueError, match="images"):
        design(torch.rand(2, 2, 4, 8), 3)
