import re

import pytest
import torch

from kdci.constraints import Binary, Bipolar, Budget, Real
from kdci.encoders import CASSIEncoder


def scenes(count=2, bands=3, shape=(8, 10), seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(count, bands, *shape, generator=generator)


def test_default_latent_is_a_reproducible_draw_of_the_constraint():
    first, again, other = (CASSIEncoder((32, 32), Binary(), seed=seed) for seed in (1, 1, 2))
    assert torch.equal(first.latent, again.latent)
    assert not torch.equal(first.latent, other.latent)
    assert first.pattern.shape == (1, 1, 32, 32)
    assert first.pattern.unique().tolist() == [0, 1]
    assert 0.4 < first.pattern.mean() < 0.6


@pytest.mark.parametrize("snapshots", [1, 2, 4])
@pytest.mark.parametrize("colours", [1, 8])
def test_shapes_and_the_scale_of_the_backprojection(snapshots, colours):
    encoder = CASSIEncoder((16, 24), Real(patterns=snapshots, bands=colours))
    x = scenes(2, 8, (16, 24))
    assert encoder.image_shape == (8, 16, 24)
    assert encoder.measure(x).shape == (2, snapshots, 16, 31)
    assert encoder.adjoint(encoder.measure(x)).shape == x.shape
    assert encoder.scale == 2 / (8 * snapshots)
    with torch.no_grad():
        encoder.latent.fill_(1)
    # An open aperture sees a constant scene twice, a half-open one once, for any snapshots.
    back = encoder.backproject(torch.ones_like(x))
    torch.testing.assert_close(back[0, 4, 0, 8:16], torch.full((8,), 2.0))


BAD = {
    "no coded aperture": (
        Budget(4),
        "constraint=Budget(acceleration=4, center=0): does not say how many patterns and bands",
    ),
    "other bands": (Binary(bands=4), "bands=4: must be 1, or 3"),
}


@pytest.mark.parametrize(("constraint", "message"), BAD.values(), ids=BAD)
def test_constraint_that_does_not_suit_is_refused(constraint, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        CASSIEncoder((8, 8), constraint, bands=3)
    with pytest.raises(ValueError, match=re.escape(message)):
        CASSIEncoder((8, 8), Binary(), bands=3).relaxed(constraint)


@pytest.mark.parametrize("shape", [(0, 4), (4,), (4, 4, 4), (4.0, 4), (-4, 4)], ids=str)
def test_impossible_shape_is_refused(shape):
    with pytest.raises(ValueError, match=re.escape(f"shape={shape!r}")):
        CASSIEncoder(shape, Binary())


@pytest.mark.parametrize(
    "argument",
    [{"bands": 0}, {"bands": 2.0}, {"bands": True}, {"seed": -1}, {"seed": 0.5}],
    ids=str,
)
def test_bad_argument_is_named_with_its_value(argument):
    ((name, value),) = argument.items()
    with pytest.raises(ValueError, match=re.escape(f"{name}={value!r}")):
        CASSIEncoder((4, 4), Binary(), **argument)


@pytest.mark.parametrize("shape", [(4, 5), (1, 4, 5), (2, 1, 4, 5), (1, 1, 5, 4)], ids=str)
def test_latent_of_another_shape_is_refused(shape):
    message = f"latent: shape {shape}: must be (1, 1, 4, 5)"
    with pytest.raises(ValueError, match=re.escape(message)):
        CASSIEncoder((4, 5), Binary(), latent=torch.zeros(shape))


@pytest.mark.parametrize("snr_db", [0.0, 20.0])
def test_noise_has_the_snr_of_each_scenes_measurements(snr_db):
    encoder = CASSIEncoder((32, 32), Binary(patterns=2), bands=4).requires_grad_(False)
    x = scenes(8, 4, (32, 32)) * torch.linspace(0.1, 1, 8).view(-1, 1, 1, 1)
    torch.manual_seed(0)
    noise = encoder.noise(x, snr_db)
    powers = (v.square().mean(dim=(1, 2, 3)) for v in (encoder.measure(x), noise))
    ratio = torch.div(*powers)
    assert (10 * torch.log10(ratio) - snr_db).abs().max() < 0.5


def test_noise_is_on_dark_detector_pixels_too_but_none_comes_back_from_there():
    encoder = CASSIEncoder((8, 10), Binary(), bands=3).requires_grad_(False)
    x = scenes()
    noise = encoder.noise(x, 10.0)
    dark = encoder.measure(torch.ones_like(x)) == 0
    assert dark.any()
    assert noise.abs().min() > 0
    assert not encoder.adjoint(noise * dark).any()


def test_black_scene_and_closed_aperture_have_finite_gradients():
    encoder = CASSIEncoder((8, 10), Binary(), bands=3)
    with torch.no_grad():
        encoder.latent.zero_()
    for x in (scenes(), torch.zeros(2, 3, 8, 10)):
        encoder.latent.grad = None
        encoder.backproject(x, 20.0).square().sum().backward()
        assert encoder.latent.grad.isfinite().all()


def test_closed_pixels_get_a_gradient():
    encoder, x = CASSIEncoder((8, 10), Binary(), bands=3), scenes()
    (encoder.backproject(x) - x).square().mean().backward()
    closed = encoder.pattern == 0
    assert (encoder.latent.grad[closed] != 0).float().mean() > 0.7


def test_more_snapshots_of_the_same_aperture_are_the_same_design():
    once = CASSIEncoder((8, 10), Binary(), bands=3)
    twice = CASSIEncoder((8, 10), Binary(2), bands=3, latent=once.latent.repeat(2, 1, 1, 1))
    x = scenes()
    torch.testing.assert_close(once.backproject(x), twice.backproject(x))
    assert once.gram_distance(twice) < 1e-10
    assert once.gram_misalignment(twice) < 1e-6


def test_grey_teacher_is_far_from_the_closed_student_that_its_rounding_gives():
    grey = CASSIEncoder((8, 10), Real(), bands=3, latent=torch.full((1, 1, 8, 10), 0.49))
    student = grey.relaxed(Binary())
    assert not student.pattern.any()
    assert student.gram_distance(grey) > 0.01
    assert torch.autograd.grad(student.gram_distance(grey), student.latent)[0].isfinite().all()


def test_relaxed_values_keep_the_latent_and_leave_the_student_alone():
    student = CASSIEncoder((8, 10), Binary(patterns=2), bands=3, seed=4)
    before = student.latent.clone()
    teacher = student.relaxed(Real(-1, 1, patterns=2))
    assert torch.equal(teacher.latent, before)
    assert teacher.latent is not student.latent
    assert isinstance(student.constraint, Binary)
    assert isinstance(teacher.constraint, Real)
    with torch.no_grad():
        teacher.latent.zero_()
    assert torch.equal(student.latent, before)


def test_relaxed_to_more_snapshots_keeps_the_first_and_draws_the_others():
    student = CASSIEncoder((8, 10), Binary(), bands=3, seed=4)
    first, again = (student.relaxed(Bipolar(patterns=3)) for _ in range(2))
    assert torch.equal(first.latent[:1], student.latent)
    assert torch.equal(first.latent, again.latent)
    assert len({tuple(snapshot.flatten().tolist()) for snapshot in first.pattern}) == 3
    assert first.scale == 2 / (3 * 3)
    assert first.measure(scenes()).shape == (2, 3, 8, 12)
    assert torch.equal(first.relaxed(Binary()).latent, student.latent)


def test_relaxed_to_colours_copies_the_latent_and_back_takes_the_mean():
    student = CASSIEncoder((8, 10), Binary(), bands=3)
    teacher = student.relaxed(Binary(bands=3))
    x = scenes()
    torch.testing.assert_close(teacher.measure(x), student.measure(x))
    assert teacher.gram_distance(student) == 0
    with torch.no_grad():
        teacher.latent[:, 1] += 0.3
    wanted = student.latent + 0.1
    torch.testing.assert_close(teacher.relaxed(Binary()).latent, wanted)


def test_relaxed_keeps_type_and_freezing():
    student = CASSIEncoder((8, 10), Binary(), bands=3).double().requires_grad_(False)
    teacher = student.relaxed(Real(patterns=2, bands=3))
    assert teacher.latent.dtype == torch.float64
    assert not teacher.latent.requires_grad
    names = [name for name, _ in teacher.named_parameters()]
    assert names == ["parametrizations.pattern.original"]
