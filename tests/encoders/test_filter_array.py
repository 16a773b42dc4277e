import re

import pytest
import torch

from kdci.constraints import Binary, Budget, OneBand, Real
from kdci.designs import filter_array
from kdci.encoders import FilterArrayEncoder


def scenes(count=2, bands=8, shape=(9, 10), seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(count, bands, *shape, generator=generator)


def test_default_latent_is_a_reproducible_draw_of_the_constraint():
    first, again, other = (FilterArrayEncoder((9, 10), OneBand(), seed=seed) for seed in (1, 1, 2))
    assert torch.equal(first.latent, again.latent)
    assert not torch.equal(first.pattern, other.pattern)
    assert first.pattern.shape == (8, 4, 4)
    assert torch.equal(first.pattern.sum(dim=0), torch.ones(4, 4))


@pytest.mark.parametrize("tile", [1, 3, 4, 16])
def test_shapes(tile):
    encoder, x = FilterArrayEncoder((9, 10), Real(bands=3), 3, tile), scenes(bands=3)
    assert encoder.latent.shape == (3, tile, tile)
    assert encoder.measure(x).shape == (2, 1, 9, 10)
    assert encoder.adjoint(encoder.measure(x)).shape == x.shape


@pytest.mark.parametrize("design", filter_array.FIXED.values(), ids=filter_array.FIXED)
def test_backprojection_of_one_band_a_pixel_is_the_mosaicked_image(design):
    encoder = FilterArrayEncoder((9, 10), OneBand(), latent=design()).requires_grad_(False)
    x = scenes()
    back = encoder.backproject(x)
    measured = back != 0
    assert torch.equal(measured.sum(dim=1), torch.ones(2, 9, 10, dtype=torch.int64))
    assert torch.equal(back[measured], x[measured])
    torch.testing.assert_close(encoder.backproject(back), back)  # A^H A is a projection


def test_backprojection_through_uniform_transmissions_is_as_bright_as_said():
    encoder = FilterArrayEncoder((64, 64), Real(bands=8), tile=64)
    back = encoder.backproject(torch.ones(1, 8, 64, 64))
    assert back.mean().item() == pytest.approx(8 / 4, rel=0.1)


def test_gram_distance_of_one_band_a_pixel_counts_the_pixels_that_differ():
    ours, theirs = (
        FilterArrayEncoder((8, 8), OneBand(), latent=design())
        for design in (filter_array.regular, filter_array.binary_tree)
    )
    share = (ours.pattern.argmax(dim=0) != theirs.pattern.argmax(dim=0)).float().mean()
    assert share > 0
    torch.testing.assert_close(ours.gram_distance(theirs), 2 * share / 8)
    torch.testing.assert_close(ours.gram_misalignment(theirs), share)


BAD = {
    "no filters": (Budget(4), "constraint=Budget(acceleration=4, center=0): does not say"),
    "other bands": (OneBand(4), "constraint=OneBand(bands=4): bands=4: must be 8"),
    "grey": (Real(), "bands=1: must be 8"),
    "two arrays": (Binary(patterns=2, bands=8), "patterns=2: must be an integer from 1 to 1"),
}


@pytest.mark.parametrize(("constraint", "message"), BAD.values(), ids=BAD)
def test_constraint_that_does_not_suit_is_refused(constraint, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        FilterArrayEncoder((8, 8), constraint)
    with pytest.raises(ValueError, match=re.escape(message)):
        FilterArrayEncoder((8, 8), OneBand()).relaxed(constraint)


@pytest.mark.parametrize("shape", [(0, 4), (4,), (4, 4, 4), (4.0, 4), (-4, 4)], ids=str)
def test_impossible_shape_is_refused(shape):
    with pytest.raises(ValueError, match=re.escape(f"shape={shape!r}")):
        FilterArrayEncoder(shape, OneBand())


@pytest.mark.parametrize(
    "argument",
    [{"bands": 0}, {"bands": 2.0}, {"tile": 0}, {"tile": True}, {"tile": 2.5}, {"seed": -1}],
    ids=str,
)
def test_bad_argument_is_named_with_its_value(argument):
    ((name, value),) = argument.items()
    with pytest.raises(ValueError, match=re.escape(f"{name}={value!r}")):
        FilterArrayEncoder((4, 4), OneBand(), **argument)


@pytest.mark.parametrize("shape", [(8, 4), (8, 3, 4), (4, 4, 8), (1, 8, 4, 4)], ids=str)
def test_latent_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match=re.escape(f"latent: shape {shape}: must be (8, 4, 4)")):
        FilterArrayEncoder((8, 8), OneBand(), latent=torch.zeros(shape))


@pytest.mark.parametrize("snr_db", [0.0, 20.0])
def test_noise_has_the_snr_of_each_scenes_measurements(snr_db):
    encoder = FilterArrayEncoder((32, 32), Real(bands=8)).requires_grad_(False)
    x = scenes(8, 8, (32, 32)) * torch.linspace(0.1, 1, 8).view(-1, 1, 1, 1)
    torch.manual_seed(0)
    noise = encoder.noise(x, snr_db)
    powers = (v.square().mean(dim=(1, 2, 3)) for v in (encoder.measure(x), noise))
    assert (10 * torch.log10(torch.div(*powers)) - snr_db).abs().max() < 0.5


def test_bands_that_are_not_passed_get_a_gradient():
    encoder, x = FilterArrayEncoder((9, 10), OneBand()), scenes()
    (encoder.backproject(x) - x).square().mean().backward()
    blocked = encoder.pattern == 0
    assert (encoder.latent.grad[blocked] != 0).all()


def test_relaxed_values_keep_the_latent_and_leave_the_student_alone():
    student = FilterArrayEncoder((9, 10), OneBand(), seed=4).double().requires_grad_(False)
    before = student.latent.clone()
    teacher = student.relaxed(Real(bands=8))
    assert torch.equal(teacher.latent, before)
    assert torch.equal(teacher.pattern, before)
    assert teacher.latent.dtype == torch.float64
    assert not teacher.latent.requires_grad
    with torch.no_grad():
        teacher.latent.zero_()
    assert torch.equal(student.latent, before)
    assert isinstance(student.constraint, OneBand)
