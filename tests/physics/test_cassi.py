"""SD-CASSI against matrices that nested loops build from the definition."""

import itertools

import pytest
import torch

from kdci.physics import cassi

SHAPES = [(3, 4, 4), (3, 3, 5), (4, 5, 2), (1, 2, 3), (2, 1, 1), (6, 1, 3)]  # bands, height, width
KINDS = list(itertools.product((1, 2, 3), (False, True)))  # snapshots, coloured

every_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)
every_kind = pytest.mark.parametrize(("snapshots", "coloured"), KINDS)


def random(*shape, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, dtype=torch.float64, generator=generator)


def aperture(shape, snapshots, coloured, seed=0):
    bands, *size = shape
    return random(snapshots, bands if coloured else 1, *size, seed=seed)


def matrix(c, bands):
    """Return A, (K M (N + L - 1), L M N): band l of pixel (m, n) lights detector pixel m, n + l."""
    snapshots, colours, height, width = c.shape
    a = torch.zeros(snapshots, height, width + bands - 1, bands, height, width, dtype=c.dtype)
    for k, band, m, n in itertools.product(*map(range, (snapshots, bands, height, width))):
        a[k, m, n + band, band, m, n] = c[k, band if colours > 1 else 0, m, n]
    return a.view(-1, bands * height * width)


def gram(c, bands):
    a = matrix(c, bands)
    return a.T @ a


@every_shape
@every_kind
def test_forward_and_adjoint_are_the_matrix_and_its_transpose(shape, snapshots, coloured):
    c = aperture(shape, snapshots, coloured)
    bands, height, width = shape
    x, y = random(2, *shape), random(2, snapshots, height, width + bands - 1)
    a = matrix(c, bands)
    torch.testing.assert_close(cassi.forward(x, c), (x.flatten(1) @ a.T).view_as(y))
    torch.testing.assert_close(cassi.adjoint(y, c), (y.flatten(1) @ a).view_as(x))


def test_one_pixel_lights_a_row_of_the_detector_from_left_to_right():
    scene = torch.zeros(1, 3, 2, 4)
    scene[0, :, 1, 2] = torch.tensor([5.0, 6.0, 7.0])
    measurement = cassi.forward(scene, torch.ones(1, 1, 2, 4))
    assert measurement[0, 0].tolist() == [[0] * 6, [0, 0, 5, 6, 7, 0]]


PAIRS = list(itertools.product([(1, False), (2, False), (2, True), (3, True)], repeat=2))


@every_shape
@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_gram_forms_are_those_of_explicit_matrices(shape, one, two):
    c, d, bands = aperture(shape, *one), aperture(shape, *two, seed=1), shape[0]
    g, h = gram(c, bands), gram(d, bands)
    inner, norms = (g * h).sum(), g.norm() * h.norm()
    torch.testing.assert_close(cassi.gram_distance(c, d, bands), (g - h).square().sum())
    torch.testing.assert_close(cassi.gram_inner(c, d, bands), inner)
    torch.testing.assert_close(cassi.gram_misalignment(c, d, bands), 1 - inner / norms)


@every_kind
def test_gradients(snapshots, coloured):
    shape = (3, 2, 4)
    c, d = (aperture(shape, snapshots, coloured, seed).requires_grad_() for seed in (0, 1))
    x, y = random(1, *shape).requires_grad_(), random(1, snapshots, 2, 6).requires_grad_()
    assert torch.autograd.gradcheck(cassi.forward, (x, c))
    assert torch.autograd.gradcheck(cassi.adjoint, (y, c))
    for form in (cassi.gram_distance, cassi.gram_inner, cassi.gram_misalignment):
        assert torch.autograd.gradcheck(lambda a, b, form=form: form(a, b, 3), (c, d))


@every_kind
@pytest.mark.parametrize("step", [1e-3, 1e-5])
def test_near_the_teacher_single_precision_is_enough(snapshots, coloured, step):
    shape = (4, 32, 48)
    c = aperture(shape, snapshots, coloured).float()
    d = c + step * aperture(shape, snapshots, coloured, seed=1).float()
    for form in (cassi.gram_distance, cassi.gram_misalignment):
        wanted = float(form(c.double(), d.double(), 4))
        assert 0 < float(form(c, d, 4)) == pytest.approx(wanted, rel=1e-4)
        assert form(c, c, 4) == 0


def test_a_flipped_sign_of_one_pixel_counts_and_of_all_does_not():
    c = aperture((3, 4, 5), 1, False).abs()
    one = c.clone()
    one[0, 0, 2, 2] *= -1
    assert cassi.gram_distance(c, one, 3) > 0.1
    assert cassi.gram_distance(c, -c, 3) == 0  # a sign that no light sees: A^H A is the same


def test_grey_aperture_is_not_that_of_one_or_of_none():
    """A constant v has Gram v^2 times that of the open aperture."""
    grey, is_open = torch.full((1, 1, 4, 5), 0.5), torch.ones(1, 1, 4, 5)
    closed = torch.zeros(1, 1, 4, 5)
    whole = gram(is_open, 3).square().sum()
    for other, wanted in ((is_open, 0.75**2), (closed, 0.25**2), (grey, 0.0)):
        distance = cassi.gram_distance(grey, other, 3)
        torch.testing.assert_close(distance, wanted * whole)
    assert abs(cassi.gram_misalignment(grey, is_open, 3)) < 1e-12


def test_snapshots_add_up_and_their_order_does_not_matter():
    c, d = (aperture((3, 4, 5), 2, False, seed) for seed in (0, 1))
    torch.testing.assert_close(cassi.gram_distance(c, d, 3), cassi.gram_distance(c.flip(0), d, 3))
    twice = torch.cat((c, c))
    torch.testing.assert_close(
        cassi.gram_distance(twice, c, 3), gram(c, 3).square().sum()
    )  # 2 G - G


def test_colours_that_are_all_the_same_are_no_colours():
    c, d = (aperture((3, 4, 5), 2, False, seed) for seed in (0, 1))
    coloured = c.expand(-1, 3, -1, -1)
    x = random(2, 3, 4, 5)
    torch.testing.assert_close(cassi.forward(x, coloured), cassi.forward(x, c))
    torch.testing.assert_close(cassi.gram_distance(coloured, d, 3), cassi.gram_distance(c, d, 3))
    assert cassi.gram_distance(coloured, c, 3) == 0


@every_kind
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_aperture_that_blocks_all_light_is_orthogonal_to_everything(snapshots, coloured, dtype):
    shape = (3, 4, 5)
    closed = torch.zeros(1, 1, 4, 5, dtype=dtype, requires_grad=True)
    other = aperture(shape, snapshots, coloured).to(dtype).requires_grad_()
    for pair in ((closed, other), (other, closed), (closed, closed)):
        misalignment = cassi.gram_misalignment(*pair, 3)
        torch.testing.assert_close(misalignment, torch.ones((), dtype=dtype))
        for gradient in torch.autograd.grad(misalignment, pair):
            assert gradient.isfinite().all()


@pytest.mark.parametrize("colours", [1, 4])
def test_operations_of_onnx_compute_the_same(colours):
    x, c = torch.rand(2, 4, 6, 5), torch.rand(3, colours, 6, 5)
    y = cassi.forward(x, c)
    torch.testing.assert_close(cassi.forward_by_shifts(x, c), y)
    torch.testing.assert_close(cassi.adjoint_by_shifts(y, c), cassi.adjoint(y, c))
