"""What the patterns of a single-pixel camera span, against designs whose answer is known."""

import pytest
import torch

from kdci import Bipolar, Real, SPCEncoder
from kdci.designs import spc
from kdci.metrics import subspace

SHAPE = (8, 16)


def camera(patterns):
    return SPCEncoder(SHAPE, Real(-8, 8, patterns=len(patterns)), latent=patterns)


def images(count=5):
    return torch.rand(count, 1, *SHAPE, generator=torch.Generator().manual_seed(0))


def test_basis_is_orthonormal_and_leaves_out_what_is_repeated():
    rows = spc.bernoulli(SHAPE, 6)
    basis = subspace.row_space(camera(torch.cat((rows, rows[:2] - rows[2:4]))))
    assert basis.shape == (6, 128)
    torch.testing.assert_close(basis @ basis.T, torch.eye(6, dtype=basis.dtype))
    rows = rows.double()
    torch.testing.assert_close(rows @ basis.T @ basis, rows)


def test_as_many_patterns_as_pixels_capture_everything():
    assert subspace.contrast_captured(camera(spc.dct(SHAPE, 128)), images()) == pytest.approx(1)


def test_the_constant_pattern_captures_no_contrast():
    assert subspace.contrast_captured(camera(torch.ones(1, 128)), images()) == pytest.approx(0)


def test_captured_contrast_is_the_energy_of_the_orthogonal_coefficients():
    patterns, x = spc.hadamard(SHAPE, 20), images()
    contrast = x - x.mean(dim=(2, 3), keepdim=True)
    expected = (contrast.flatten(1) @ patterns.T).square().sum() / 128 / contrast.square().sum()
    found = subspace.contrast_captured(camera(patterns), x)
    assert found == pytest.approx(expected.item(), rel=1e-5)


def test_captured_contrast_depends_on_the_space_alone():
    patterns = spc.bernoulli(SHAPE, 10)
    mixed = torch.randn(10, 10, generator=torch.Generator().manual_seed(1)) @ patterns
    found = [
        subspace.contrast_captured(camera(p / p.abs().max()), images()) for p in (patterns, mixed)
    ]
    assert found[0] == pytest.approx(found[1], rel=1e-5)


def test_brightness_is_measured_once_by_hadamard_patterns_and_by_each_pattern_of_ones():
    assert subspace.brightness_repeats(camera(spc.hadamard(SHAPE, 20))) == pytest.approx(1)
    assert subspace.brightness_repeats(camera(torch.ones(3, 128))) == pytest.approx(3)
    assert subspace.brightness_repeats(camera(-torch.ones(3, 128) / 2)) == pytest.approx(3 / 4)


def test_coverage_of_cosine_patterns_is_one_where_they_are_and_zero_elsewhere():
    coverage = subspace.frequency_coverage(camera(spc.dct(SHAPE, 6)))
    row, column = torch.meshgrid(torch.arange(8), torch.arange(16), indexing="ij")
    expected = (row + column < 3).double()
    torch.testing.assert_close(coverage, expected, atol=1e-6, rtol=0)


def test_coverage_adds_up_to_the_number_of_patterns():
    coverage = subspace.frequency_coverage(SPCEncoder(SHAPE, Bipolar(patterns=7), seed=3))
    assert coverage.sum().item() == pytest.approx(7)
    assert coverage.min() >= 0
    assert coverage.max() <= 1 + 1e-9


def test_cosine_energy_is_the_images_energy_and_that_of_a_constant_is_at_the_corner():
    x = images()
    energy = subspace.cosine_energy(x)
    assert energy.sum().item() == pytest.approx(x.square().sum().item() / 5, rel=1e-6)
    flat = subspace.cosine_energy(torch.full((2, 1, *SHAPE), 0.5))
    assert flat[0, 0].item() == pytest.approx(0.25 * 128)
    assert flat.sum().item() == pytest.approx(0.25 * 128)


def test_contrast_of_nothing_and_other_images_are_refused():
    encoder = SPCEncoder((4, 4), Bipolar(3))
    with pytest.raises(ValueError, match="images: each of one value"):
        subspace.contrast_captured(encoder, torch.full((2, 1, 4, 4), 0.5))
    with pytest.raises(ValueError, match="images: shape"):
        subspace.contrast_captured(encoder, torch.rand(2, 1, 2, 8))
    with pytest.raises(ValueError, match="images: shape"):
        subspace.cosine_energy(torch.rand(2, 3, 4, 4))
