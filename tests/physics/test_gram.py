"""Gram matrices of rows: against explicit ones, and precise where the naive form is not."""

import pytest
import torch

from kdci.physics import gram

ROWS = pytest.mark.parametrize("rows", [(3, 3), (3, 5), (5, 2), (1, 1), (1, 4)], ids=str)
DISTANCES = {
    "equals": gram.gram_distance_of_equals,
    "products": gram.gram_distance_of_products,
    "dispatched": gram.gram_distance,
}
every_distance = pytest.mark.parametrize("distance", DISTANCES.values(), ids=DISTANCES)


def draw(*shape, seed=0, dtype=torch.float64):
    return torch.randn(shape, dtype=dtype, generator=torch.Generator().manual_seed(seed))


def explicit_distance(a, b):
    a, b = a.double(), b.double()
    return (a.T @ a - b.T @ b).square().sum()


@ROWS
def test_distance_and_misalignment_are_those_of_explicit_matrices(rows):
    a, b = (draw(s, 20, seed=seed) for seed, s in enumerate(rows))
    wanted = explicit_distance(a, b)
    torch.testing.assert_close(gram.gram_distance(a, b), wanted)
    torch.testing.assert_close(gram.gram_distance_of_products(a, b), wanted)
    g, h = a.T @ a, b.T @ b
    cosine = (g * h).sum() / (g.norm() * h.norm())
    torch.testing.assert_close(gram.gram_misalignment(a, b), 1 - cosine)


def test_distance_of_equals_is_that_of_products():
    a, b = draw(7, 30), draw(7, 30, seed=1)
    equals, products = (f(a, b) for f in (DISTANCES["equals"], DISTANCES["products"]))
    torch.testing.assert_close(equals, products)


def naive(a, b):
    """Return |A A^T|^2 + |B B^T|^2 - 2 |A B^T|^2 in the patterns' precision: the trap."""
    products = (a @ a.T, b @ b.T, a @ b.T)
    aa, bb, ab = (p.square().sum() for p in products)
    return aa + bb - 2 * ab


@pytest.mark.parametrize("step", [1e-3, 1e-4])
@every_distance
def test_distance_near_the_teacher_does_not_cancel_in_float32(step, distance):
    a = draw(51, 1024, dtype=torch.float32)
    b = a + step * draw(51, 1024, seed=1, dtype=torch.float32)
    wanted = explicit_distance(a, b)
    assert float(distance(a, b)) == pytest.approx(float(wanted), rel=1e-3)


def test_naive_distance_does_cancel():
    a = draw(51, 1024, dtype=torch.float32)
    b = a + 1e-4 * draw(51, 1024, seed=1, dtype=torch.float32)
    wanted = explicit_distance(a, b)
    assert abs(float(naive(a, b)) / float(wanted) - 1) > 0.1


def test_misalignment_near_the_teacher_does_not_cancel_in_float32():
    a = draw(20, 256, dtype=torch.float32)
    b = a + 1e-4 * draw(20, 256, seed=1, dtype=torch.float32)
    g, h = (m.double().T @ m.double() for m in (a, b))
    cosine = (g * h).sum() / (g.norm() * h.norm())
    assert float(gram.gram_misalignment(a, b)) == pytest.approx(float(1 - cosine), rel=1e-3)


@every_distance
def test_distance_does_not_see_the_order_or_sign_of_the_rows(distance):
    a, b = draw(5, 30), draw(5, 30, seed=1)
    turned = -b[torch.tensor([3, 1, 0, 4, 2])]
    torch.testing.assert_close(distance(a, turned), distance(a, b))
    assert abs(distance(b, turned)) < 1e-9


def test_rows_of_zeros_do_not_count():
    a, b = draw(3, 30), draw(5, 30, seed=1)
    padded = torch.cat((a, torch.zeros(2, 30)))
    torch.testing.assert_close(gram.gram_distance(padded, b), gram.gram_distance(a, b))


def test_misalignment_is_free_of_scale_and_0_to_1():
    a = draw(3, 30)
    torch.testing.assert_close(gram.gram_misalignment(a, 7 * a), torch.zeros(()).double())
    apart = torch.eye(6, dtype=torch.float64)
    assert gram.gram_misalignment(apart[:2], apart[2:]) == 1


@pytest.mark.parametrize("rows", [(2, 2), (2, 3)], ids=str)
def test_empty_patterns_are_orthogonal_to_everything_and_never_nan(rows):
    empty = torch.zeros(rows[0], 9, requires_grad=True)
    other = draw(rows[1], 9, dtype=torch.float32).requires_grad_()
    misalignment = gram.gram_misalignment(empty, other)
    assert misalignment == 1
    (misalignment + gram.gram_distance(empty, other)).backward()
    assert bool(empty.grad.isfinite().all() and other.grad.isfinite().all())


@pytest.mark.parametrize("function", [gram.gram_distance, gram.gram_misalignment])
def test_other_number_of_pixels_is_refused(function):
    with pytest.raises(ValueError, match=r"other: patterns of 8 pixels: must have 9 pixels"):
        function(torch.ones(2, 9), torch.ones(2, 8))


@pytest.mark.parametrize("function", [*DISTANCES.values(), gram.gram_misalignment])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_type_of_the_patterns_is_kept(function, dtype):
    assert function(draw(3, 9, dtype=dtype), draw(3, 9, seed=1, dtype=dtype)).dtype == dtype


@ROWS
def test_gradients_of_distances_with_respect_to_both_patterns(rows):
    a, b = (draw(s, 8, seed=seed).requires_grad_() for seed, s in enumerate(rows))
    for function in (gram.gram_distance, gram.gram_distance_of_products, gram.gram_misalignment):
        assert torch.autograd.gradcheck(function, (a, b))
