"""Filter arrays against matrices that nested loops build from the definition."""

import itertools

import pytest
import torch

from kdci.physics import filter_array

SHAPES = [(4, 4), (5, 7), (6, 3), (1, 2), (8, 4)]
TILES = [(3, 2, 2), (2, 4, 4), (4, 3, 2), (1, 1, 1), (3, 6, 7)]  # bands, height, width

every_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)
every_tile = pytest.mark.parametrize("size", TILES, ids=str)


def random(*shape, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, dtype=torch.float64, generator=generator)


def matrix(tile, shape):
    """Return A, (H W, L H W): pixel (i, j) has the filter (i mod t, j mod u) of the tile."""
    bands, height, width = tile.shape
    a = torch.zeros(*shape, bands, *shape, dtype=tile.dtype)
    for band, i, j in itertools.product(*map(range, (bands, *shape))):
        a[i, j, band, i, j] = tile[band, i % height, j % width]
    return a.view(shape[0] * shape[1], -1)


def gram(tile, shape):
    a = matrix(tile, shape)
    return a.T @ a


@every_shape
@every_tile
def test_forward_and_adjoint_are_the_matrix_and_its_transpose(shape, size):
    tile, a = random(*size), matrix(random(*size), shape)
    x, y = random(2, size[0], *shape), random(2, 1, *shape)
    torch.testing.assert_close(filter_array.forward(x, tile), (x.flatten(1) @ a.T).view_as(y))
    torch.testing.assert_close(filter_array.adjoint(y, tile), (y.flatten(1) @ a).view_as(x))


@every_shape
@every_tile
def test_repeats_count_the_pixels_of_the_sensor(shape, size):
    numbers = torch.arange(size[1] * size[2])
    seen = filter_array.mosaic(numbers.view(1, *size[1:]), shape)
    wanted = seen.flatten().bincount(minlength=len(numbers)).view(*size[1:])
    assert torch.equal(filter_array.repeats(random(*size), shape), wanted)


PERIODS = [(1, 1), (2, 2), (3, 2), (4, 4), (9, 8)]


@every_shape
@pytest.mark.parametrize(("one", "two"), list(itertools.product(PERIODS, repeat=2)))
def test_gram_forms_are_those_of_explicit_matrices(shape, one, two):
    a, b = random(3, *one), random(3, *two, seed=1)
    g, h = gram(a, shape), gram(b, shape)
    inner, norms = (g * h).sum(), g.norm() * h.norm()
    torch.testing.assert_close(filter_array.gram_distance(a, b, shape), (g - h).square().sum())
    torch.testing.assert_close(filter_array.gram_inner(a, b, shape), inner)
    torch.testing.assert_close(filter_array.gram_misalignment(a, b, shape), 1 - inner / norms)


@every_tile
def test_gradients(size):
    shape = (5, 4)
    a, b = (random(*size, seed=seed).requires_grad_() for seed in (0, 1))
    x, y = random(1, size[0], *shape).requires_grad_(), random(1, 1, *shape).requires_grad_()
    assert torch.autograd.gradcheck(filter_array.forward, (x, a))
    assert torch.autograd.gradcheck(filter_array.adjoint, (y, a))
    forms = (filter_array.gram_distance, filter_array.gram_inner, filter_array.gram_misalignment)
    for form in forms[: 3 if size[0] > 1 else 2]:  # of one band alone, most are aligned: a kink
        assert torch.autograd.gradcheck(lambda a, b, form=form: form(a, b, shape), (a, b))


@pytest.mark.parametrize("step", [1e-3, 1e-5])
def test_near_the_teacher_single_precision_is_enough(step):
    a = random(8, 4, 4).float()
    b = a + step * random(8, 4, 4, seed=1).float()
    for form in (filter_array.gram_distance, filter_array.gram_misalignment):
        wanted = float(form(a.double(), b.double(), (32, 48)))
        assert 0 < float(form(a, b, (32, 48))) == pytest.approx(wanted, rel=1e-4)
        assert form(a, a, (32, 48)) == 0


def test_a_tile_and_its_repetition_are_the_same_array():
    tile = random(3, 2, 4)
    twice = tile.repeat(1, 2, 3)
    x = random(2, 3, 5, 7)
    assert torch.equal(filter_array.forward(x, tile), filter_array.forward(x, twice))
    assert filter_array.gram_distance(tile, twice, (5, 7)) == 0


def test_what_the_sensor_does_not_show_does_not_count():
    tile = random(3, 6, 6)
    other = tile.clone()
    other[:, 4:], other[:, :, 5:] = 7, 7
    assert filter_array.gram_distance(tile, other, (4, 5)) == 0
    assert filter_array.gram_distance(tile, other, (5, 5)) > 1


def test_a_sign_that_all_bands_of_a_pixel_share_does_not_count_and_of_one_does():
    tile = random(3, 2, 2)
    pixel, band = tile.clone(), tile.clone()
    pixel[:, 0, 1] *= -1
    band[1, 0, 1] *= -1
    assert filter_array.gram_distance(tile, pixel, (4, 4)) == 0
    assert filter_array.gram_distance(tile, band, (4, 4)) > 0.1


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_array_that_blocks_all_light_is_orthogonal_to_everything(dtype):
    closed = torch.zeros(3, 2, 2, dtype=dtype, requires_grad=True)
    other = random(3, 4, 4).to(dtype).requires_grad_()
    for pair in ((closed, other), (other, closed), (closed, closed)):
        misalignment = filter_array.gram_misalignment(*pair, (5, 5))
        torch.testing.assert_close(misalignment, torch.ones((), dtype=dtype))
        for gradient in torch.autograd.grad(misalignment, pair):
            assert gradient.isfinite().all()
