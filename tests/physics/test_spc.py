"""Single-pixel physics: against explicit matrices."""

import pytest
import torch

from kdci.physics import spc

SHAPES = pytest.mark.parametrize("shape", [(4, 4), (5, 5), (3, 6), (4, 7)], ids=str)


def draw(*shape, seed=0, dtype=torch.float64):
    return torch.randn(shape, dtype=dtype, generator=torch.Generator().manual_seed(seed))


@SHAPES
def test_measurements_are_products_with_the_patterns_row_by_row(shape):
    images, patterns = draw(2, 1, *shape), draw(3, shape[0] * shape[1], seed=1)
    y = spc.forward(images, patterns)
    assert y.shape == (2, 3)
    for b in range(2):
        for s in range(3):
            wanted = (patterns[s].view(shape) * images[b, 0]).sum()
            torch.testing.assert_close(y[b, s], wanted)


@SHAPES
def test_backprojection_is_the_patterns_weighted_by_the_measurements(shape):
    y, patterns = draw(2, 3), draw(3, shape[0] * shape[1], seed=1)
    images = spc.adjoint(y, patterns, shape)
    wanted = sum(y[:, s, None, None] * patterns[s].view(shape) for s in range(3))
    torch.testing.assert_close(images, wanted[:, None])


@SHAPES
@pytest.mark.parametrize("ridge", [1e-3, 0.5])
def test_pseudo_inverse_minimises_the_tikhonov_functional(shape, ridge):
    n = shape[0] * shape[1]
    y, patterns = draw(2, 3), draw(3, n, seed=1)
    images = spc.pseudo_inverse(y, patterns, shape, ridge)
    normal = patterns.T @ patterns + ridge * n * torch.eye(n, dtype=torch.float64)
    wanted = torch.linalg.solve(normal, patterns.T @ y.T).T
    torch.testing.assert_close(images, wanted.view(2, 1, *shape))


@SHAPES
def test_pseudo_inverse_tends_to_that_of_moore_and_penrose(shape):
    y, patterns = draw(2, 3), draw(3, shape[0] * shape[1], seed=1)
    images = spc.pseudo_inverse(y, patterns, shape, 1e-12)
    wanted = (torch.linalg.pinv(patterns) @ y.T).T.view(2, 1, *shape)
    torch.testing.assert_close(images, wanted, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("ridge", [1e-9, 1e-3])
def test_equal_and_empty_rows_do_not_break_the_pseudo_inverse_in_float32(ridge):
    rows = draw(4, 1024, dtype=torch.float32).sign()
    patterns = torch.cat((rows, rows, torch.zeros(2, 1024)))
    x = draw(2, 1, 32, 32, seed=1, dtype=torch.float32)
    images = spc.pseudo_inverse(spc.forward(x, patterns), patterns, (32, 32), ridge)
    wanted = spc.pseudo_inverse(spc.forward(x, rows), rows, (32, 32), ridge / 2)
    torch.testing.assert_close(images, wanted, rtol=1e-4, atol=1e-4)


@SHAPES
def test_gradients_of_measurement_and_backprojections(shape):
    images = draw(2, 1, *shape).requires_grad_()
    patterns = draw(3, shape[0] * shape[1], seed=1).requires_grad_()
    y = draw(2, 3, seed=2).requires_grad_()
    check = torch.autograd.gradcheck
    assert check(spc.forward, (images, patterns))
    assert check(lambda y, p: spc.adjoint(y, p, shape), (y, patterns))
    assert check(lambda y, p: spc.pseudo_inverse(y, p, shape, 1e-2), (y, patterns))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_constant_inverse_is_as_good_as_the_solver(dtype):
    patterns, y = torch.rand(5, 16, dtype=dtype).sub(0.5).sign(), torch.rand(2, 5, dtype=dtype)
    inverse = spc.constant_inverse(patterns, 1e-3)
    found = spc.pseudo_inverse_by(inverse, y, patterns, (4, 4), 1e-3)
    torch.testing.assert_close(found, spc.pseudo_inverse(y, patterns, (4, 4), 1e-3))
