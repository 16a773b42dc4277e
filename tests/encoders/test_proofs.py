"""Proofs that every encoder owes: adjoint, matrix, budget, Gram distances, border checks."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.encoders.explicit import images_for, make, matrix, real
from tests.encoders.registry import ENCODERS, SMALL, used

BOUNDS = {torch.float32: 1e-5, torch.float64: 1e-12}
sides = st.integers(2, 24)

every_encoder = pytest.mark.parametrize("name", ENCODERS)
stepped = pytest.mark.parametrize("name", [n for n, e in ENCODERS.items() if not e.smooth])
budgeted = pytest.mark.parametrize("name", [n for n, e in ENCODERS.items() if e.budget])
shapes_of_use = pytest.mark.parametrize("shape", [*SMALL, (64, 64), (63, 80)], ids=str)
small_shapes = pytest.mark.parametrize("shape", SMALL, ids=str)


def explicit_distance(ours, theirs):
    a, b = (e.scale * matrix(e).T @ matrix(e) for e in (ours, theirs))
    return (a - b).square().sum() / len(a)


@every_encoder
@pytest.mark.parametrize("dtype", BOUNDS, ids=str)
@settings(max_examples=30, derandomize=True)
@given(height=sides, width=sides, seed=st.integers(0, 1000))
def test_dot_test(name, dtype, height, width, seed):
    encoder = make(name, (height, width), dtype, seed)
    x = images_for(encoder, dtype, seed)
    measured = encoder.measure(x)
    # Measurements that correlate with A x, so that the product is not near zero by chance.
    y = measured + measured.abs().mean() * torch.randn_like(measured)
    left, right = (real(measured) * real(y)).sum(), (real(x) * real(encoder.adjoint(y))).sum()
    assert abs(left - right) <= BOUNDS[dtype] * abs(left)


@every_encoder
@pytest.mark.parametrize("shape", [(64, 64), (63, 80), (320, 320)], ids=str)
@pytest.mark.parametrize("dtype", BOUNDS, ids=str)
def test_dot_test_at_sizes_of_use(name, shape, dtype):
    test_dot_test.hypothesis.inner_test(name, dtype, *shape, seed=0)


@every_encoder
@small_shapes
def test_adjoint_is_the_transposed_matrix(name, shape):
    encoder = make(name, shape, torch.float64)
    forward = matrix(encoder)
    measured = encoder.measure(images_for(encoder, torch.float64, 0, count=1))
    rows = torch.eye(len(forward), dtype=torch.float64)
    if measured.is_complex():
        rows = torch.view_as_complex(rows.view(len(rows), *measured.shape[1:], 2))
    backward = real(encoder.adjoint(rows.view(len(rows), *measured.shape[1:]))).T
    torch.testing.assert_close(backward, forward.T, rtol=0, atol=1e-12)


def explicit_backprojection(encoder, starts_from):
    """Return the matrix from the image to where the decoder starts."""
    a = matrix(encoder)
    if starts_from == "adjoint":
        return encoder.scale * a.T @ a
    ridge = encoder.ridge * a.shape[1] * torch.eye(len(a), dtype=a.dtype)
    return a.T @ torch.linalg.inv(a @ a.T + ridge) @ a


@every_encoder
@small_shapes
def test_backprojection_is_that_of_the_matrix(name, shape):
    encoder = make(name, shape, torch.float64)
    x = images_for(encoder, torch.float64, 0)
    wanted = x.flatten(1) @ explicit_backprojection(encoder, ENCODERS[name].starts_from).T
    torch.testing.assert_close(encoder.backproject(x), wanted.view_as(x))


@stepped
@shapes_of_use
def test_pattern_has_no_other_values_than_its_levels(name, shape):
    found = make(name, shape, torch.float32, seed=3).pattern.unique().tolist()
    assert set(found) <= set(ENCODERS[name].levels)
    assert len(found) > 1


@budgeted
@shapes_of_use
def test_budget_is_exact(name, shape):
    entry, encoder = ENCODERS[name], make(name, shape, torch.float32, seed=3)
    rounding = 1e-6 if entry.smooth else 0
    assert used(encoder) == pytest.approx(entry.budget(shape), rel=rounding)


@every_encoder
@small_shapes
def test_gram_distance_is_that_of_explicit_matrices(name, shape):
    ours, theirs = (make(name, shape, torch.float64, seed) for seed in (0, 1))
    torch.testing.assert_close(ours.gram_distance(theirs), explicit_distance(ours, theirs))
    assert ours.gram_distance(ours) == 0


@every_encoder
@small_shapes
def test_gram_misalignment_is_that_of_explicit_matrices(name, shape):
    ours, theirs = (make(name, shape, torch.float64, seed) for seed in (0, 1))
    a, b = (m.T @ m for m in (matrix(ours), matrix(theirs)))
    wanted = 1 - (a * b).sum() / (a.norm() * b.norm())
    torch.testing.assert_close(ours.gram_misalignment(theirs), wanted)
    assert abs(ours.gram_misalignment(ours)) < 1e-12


@every_encoder
def test_gram_distance_between_different_kinds_of_pattern(name):
    ours = make(name, (4, 6), torch.float64)
    for other in ENCODERS:
        theirs = make(other, (4, 6), torch.float64, seed=2)
        if theirs.image_shape == ours.image_shape:  # of the same modality
            wanted = explicit_distance(ours, theirs)
            torch.testing.assert_close(ours.gram_distance(theirs), wanted)


@every_encoder
@pytest.mark.parametrize("change", ["channels", "height", "batch", "integers"])
def test_images_of_another_shape_are_refused(name, change):
    encoder = make(name, (6, 8), torch.float32)
    channels, height, width = encoder.image_shape
    bad = {
        "channels": torch.zeros(1, channels + 1, height, width),
        "height": torch.zeros(1, channels, height + 1, width),
        "batch": torch.zeros(channels, height, width),
        "integers": torch.zeros(1, channels, height, width, dtype=torch.int64),
    }[change]
    with pytest.raises(ValueError, match=rf"images: shape .*must be .*\(B, {channels}, 6, 8\)"):
        encoder.measure(bad)


@every_encoder
@pytest.mark.parametrize("snr_db", [float("nan"), float("inf")])
def test_snr_that_is_not_finite_is_refused(name, snr_db):
    encoder = make(name, (6, 8), torch.float32)
    with pytest.raises(ValueError, match=f"snr_db={snr_db}"):
        encoder.noise(torch.ones(1, *encoder.image_shape), snr_db)
