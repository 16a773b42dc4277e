"""Noise is a function of seed and image alone, and as strong as its SNR says."""

import math
import re

import numpy as np
import pytest
import torch

from kdci import Bipolar, ImagingSystem, noise
from kdci.decoders import ZeroFilled
from kdci.evaluation import evaluate, reconstruct
from kdci.noise import PerImage
from tests.encoders.registry import ENCODERS, camera

every_encoder = pytest.mark.parametrize("name", ENCODERS)
DTYPES = [torch.float32, torch.float64, torch.complex64, torch.complex128]


def images_of(encoder, count):
    generator = torch.Generator().manual_seed(2)
    return torch.rand(count, *encoder.image_shape, generator=generator) / 2


@pytest.fixture
def drawn(monkeypatch):
    """What the evaluation draws, as it draws it."""
    found, call = [], PerImage.__call__

    def remember(self, like):
        found.append(call(self, like))
        return found[-1]

    monkeypatch.setattr(PerImage, "__call__", remember)
    return found


AWKWARD = {  # numbers of an image that are no multiple of 16
    "spc with 102 patterns": lambda: camera(Bipolar(102)).make((32, 32), 0),
    "mri of 33 x 31": lambda: ENCODERS["mri-budget"].make((33, 31), 0),
}
CASES = {name: lambda name=name: ENCODERS[name].make((5, 7), 0) for name in ENCODERS} | AWKWARD


@pytest.mark.parametrize("case", CASES)
def test_noise_is_the_same_however_many_images_are_measured_at_a_time(case, drawn):
    encoder = CASES[case]()
    system, images = ImagingSystem(encoder, ZeroFilled(), 10.0), images_of(encoder, 5)
    found = {}
    for size in (64, 2, 1):
        drawn.clear()
        reconstructions = reconstruct(system, images, batch_size=size, seed=4)
        found[size] = torch.cat(drawn), reconstructions
    for size in (2, 1):
        assert torch.equal(found[size][0], found[64][0])
        torch.testing.assert_close(found[size][1], found[64][1])


@every_encoder
def test_each_image_has_its_own_noise(name, drawn):
    encoder = ENCODERS[name].make((5, 7), 0)
    images = images_of(encoder, 1).expand(3, -1, -1, -1)
    reconstruct(ImagingSystem(encoder, ZeroFilled(), 10.0), images, seed=4)
    (numbers,) = drawn
    assert len({tuple(row.flatten().tolist()) for row in numbers}) == 3


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_numbers_are_standard_normal_whatever_their_type(dtype):
    numbers = PerImage(0)(torch.zeros(4, 50, 51, dtype=dtype))
    assert numbers.dtype == dtype
    assert numbers.abs().square().mean() == pytest.approx(1, abs=0.04)
    assert abs(numbers.mean()) < 0.03
    wide = PerImage(0)(torch.zeros(4, 50, 51, dtype=torch.promote_types(dtype, torch.float64)))
    assert torch.equal(numbers, wide.to(dtype))


def test_seeds_and_images_have_independent_numbers():
    like = torch.zeros(3, 1000)
    rows = torch.cat([PerImage(seed)(like) for seed in (0, 1, 2)]).numpy()
    assert np.abs(np.corrcoef(rows) - np.eye(9)).max() < 0.15


def test_numbers_leave_the_global_random_state_alone():
    before = torch.get_rng_state()
    PerImage(3)(torch.zeros(2, 4))
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("argument", [{"seed": -1}, {"seed": 0.5}, {"first": -1}, {"first": None}])
def test_impossible_argument_is_named(argument):
    ((name, value),) = argument.items()
    with pytest.raises(ValueError, match=re.escape(f"{name}={value!r}: must be an integer")):
        PerImage(**{"seed": 0, **argument})


@every_encoder
@pytest.mark.parametrize("snr_db", [0.0, 20.0])
def test_noise_has_the_snr_of_each_images_measurements(name, snr_db):
    encoder = ENCODERS[name].make((24, 25), 0).requires_grad_(False)
    images = images_of(encoder, 3) * torch.tensor([0.1, 0.5, 1]).view(3, 1, 1, 1)
    draws = torch.stack([encoder.noise(images, snr_db, PerImage(seed)) for seed in range(400)])
    drawn = draws.abs().square().flatten(2).sum(dim=2).mean(dim=0)
    signal = encoder.measure(images).abs().square().flatten(1).sum(dim=1)
    if name.startswith("mri"):  # that of the fully sampled k-space, kept where the mask samples
        kept = encoder.pattern.square().mean()
        signal = images.square().flatten(1).sum(dim=1) * kept
    assert (10 * torch.log10(signal / drawn) - snr_db).abs().max() < 0.35


@every_encoder
def test_training_draws_as_ever(name):
    encoder = ENCODERS[name].make((5, 7), 0).requires_grad_(False)
    images = images_of(encoder, 3)
    torch.manual_seed(0)
    found = encoder.noise(images, 20.0)
    torch.manual_seed(0)
    assert torch.equal(found, encoder.noise(images, 20.0, torch.randn_like))
    ones = encoder.noise(images, 20.0, torch.ones_like)
    assert not torch.equal(found, ones)
    assert torch.equal(encoder.noisy(images, 20.0, torch.ones_like), encoder.measure(images) + ones)


@every_encoder
def test_noise_passes_through_the_whole_system(name):
    encoder = ENCODERS[name].make((8, 8), 0).requires_grad_(False)
    system, images = ImagingSystem(encoder, ZeroFilled(), 20.0), images_of(encoder, 2)
    wanted = encoder.backproject(images, 20.0, torch.ones_like)
    assert torch.equal(system.backproject(images, torch.ones_like), wanted)
    assert torch.equal(system(images, torch.ones_like), wanted)
    features = system.features(images, ["image"], torch.ones_like)
    assert torch.equal(features["image"], wanted)


def test_white_noise_of_nothing_is_none_with_a_finite_gradient():
    measured = torch.zeros(2, 3, requires_grad=True)
    (gradient,) = torch.autograd.grad(noise.white(measured, 10.0, torch.ones_like).sum(), measured)
    assert bool(gradient.isfinite().all())
    assert noise.white(measured, 10.0, torch.ones_like).abs().max() < 1e-12


@pytest.mark.parametrize("snr_db", [math.nan, math.inf])
def test_snr_that_is_not_finite_is_refused(snr_db):
    with pytest.raises(ValueError, match=f"snr_db={snr_db}"):
        noise.standard_deviation(torch.ones(1), snr_db)


@every_encoder
def test_snr_of_the_evaluation_is_an_argument_and_the_system_keeps_its_own(name):
    encoder = ENCODERS[name].make((16, 16), 0)
    images = images_of(encoder, 2)
    quiet, loud = (ImagingSystem(encoder, ZeroFilled(), snr) for snr in (None, 10.0))
    for system, other in ((quiet, loud), (loud, quiet)):
        assert evaluate(system, images, snr_db=other.snr_db) == evaluate(other, images)
        assert evaluate(system, images, snr_db="own") == evaluate(system, images)
    assert (quiet.snr_db, loud.snr_db) == (None, 10.0)
    assert evaluate(quiet, images) != evaluate(loud, images)


@pytest.mark.parametrize("snr_db", [math.nan, "20", "none"])
def test_impossible_snr_of_an_evaluation_is_named(snr_db):
    encoder = ENCODERS["mri-budget"].make((16, 16), 0)
    system = ImagingSystem(encoder, ZeroFilled())
    with pytest.raises(ValueError, match=re.escape(f"snr_db={snr_db!r}: must be")):
        evaluate(system, images_of(encoder, 1), snr_db=snr_db)
