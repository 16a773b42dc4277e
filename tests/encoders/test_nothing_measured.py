"""Patterns that are all zero: refused where they are given, harmless where training leads there."""

import re

import pytest
import torch

from kdci import Binary, Bipolar, Budget, MRIEncoder, OneBand, Real, SoftBudget
from kdci.constraints import Levels, Quantized, Ternary
from kdci.encoders import (
    CASSIEncoder,
    FilterArrayEncoder,
    PseudoInverseSPCEncoder,
    SPCEncoder,
)
from kdci.losses import alignment_loss, gram_loss
from kdci.metrics.encoders import Coherence, coherence, condition_number
from kdci.systems import ImagingSystem
from tests.encoders.registry import ENCODERS

SHAPE = (4, 6)
BANDS = 3


def mri(constraint, value):
    return MRIEncoder(SHAPE, constraint, torch.full(SHAPE, value))


def camera(constraint, value, kind=SPCEncoder):
    return kind(SHAPE, constraint, torch.full((constraint.patterns, 24), value))


def inverse(constraint, value):
    return camera(constraint, value, PseudoInverseSPCEncoder)


def imager(constraint, value):
    size = constraint.patterns, constraint.bands, *SHAPE
    return CASSIEncoder(SHAPE, constraint, BANDS, torch.full(size, value))


ALL_ZERO = [  # a constraint, and a latent that it makes 0
    (Real(), 0.0),
    (Real(), -0.5),
    (Real(-1, 1), 0.0),
    (Real(-1, 0), 0.25),
    (Binary(), 0.0),
    (Binary(), 0.49),
    (Ternary(), -0.49),
    (Quantized(2), 0.16),
    (Levels(3, -2, 2), 0.9),
]
NOT_ZERO = [
    (Real(), 0.01),
    (Binary(), 0.5),
    (Bipolar(), 0.0),
    (Ternary(), 0.5),
    (Quantized(2), 0.17),
]
NEVER_ZERO = [Budget(8), SoftBudget(8)]

every_kind = pytest.mark.parametrize("kind", [mri, camera, inverse, imager])


@every_kind
@pytest.mark.parametrize(("constraint", "value"), ALL_ZERO, ids=str)
def test_given_pattern_that_is_all_zero_is_refused(kind, constraint, value):
    found = f"latent: values from {value:g} to {value:g}, which {constraint!r} makes all zero"
    with pytest.raises(
        ValueError, match=re.escape(found) + ": at least one value .* must not be 0"
    ):
        kind(constraint, value)


@every_kind
@pytest.mark.parametrize(("constraint", "value"), NOT_ZERO, ids=str)
def test_given_pattern_that_is_not_zero_is_taken(kind, constraint, value):
    assert kind(constraint, value).pattern.any()


@pytest.mark.parametrize("constraint", NEVER_ZERO, ids=str)
def test_budget_of_equal_latents_is_taken(constraint):
    assert mri(constraint, 0.0).pattern.any()


def test_one_band_a_pixel_is_never_nothing():
    latent = torch.zeros(BANDS, 4, 4)
    assert FilterArrayEncoder(SHAPE, OneBand(BANDS), BANDS, latent=latent).pattern.sum() == 16


def test_one_pixel_is_enough():
    latent = torch.zeros(2, 1, *SHAPE)
    latent[1, 0, 2, 3] = 0.6
    assert CASSIEncoder(SHAPE, Binary(patterns=2), BANDS, latent).pattern.sum() == 1


def vanished(name, dtype=torch.float32):
    """Return an encoder of the registry whose training has led all latents to zero."""
    encoder = ENCODERS[name].make(SHAPE, 0).to(dtype)
    with torch.no_grad():
        encoder.latent.zero_()
    return encoder


CAN_VANISH = [name for name in ENCODERS if not vanished(name).pattern.any()]
every_vanished = pytest.mark.parametrize("name", CAN_VANISH)


def test_most_encoders_can_vanish():
    assert {name.split("-")[0] for name in CAN_VANISH} == {"cassi", "filters", "mri", "spc"}
    assert len(CAN_VANISH) > 8


@every_vanished
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_vanished_pattern_is_orthogonal_to_everything_with_finite_gradients(name, dtype):
    ours, theirs = vanished(name, dtype), ENCODERS[name].make(SHAPE, 1).to(dtype)
    for one, other in ((ours, theirs), (theirs, ours), (ours, vanished(name, dtype))):
        misalignment = one.gram_misalignment(other)
        assert misalignment.item() == pytest.approx(1, rel=1e-6)
        for encoder in (one, other):
            (gradient,) = torch.autograd.grad(misalignment, encoder.latent, retain_graph=True)
            assert gradient.isfinite().all()


@every_vanished
def test_vanished_pattern_goes_on_training(name):
    encoder, teacher = vanished(name), ENCODERS[name].make(SHAPE, 1)
    system, other = (ImagingSystem(e, torch.nn.Identity()) for e in (encoder, teacher))
    x = torch.rand(2, *encoder.image_shape)
    losses = (
        encoder.backproject(x, 20.0).square().sum(),
        encoder.measure(x).abs().sum(),
        gram_loss(system, other),
        alignment_loss(system, other),
    )
    for loss in losses:
        assert loss.isfinite()
        assert torch.autograd.grad(loss, encoder.latent)[0].isfinite().all()


@every_vanished
def test_vanished_pattern_has_no_columns_to_be_alike(name):
    assert coherence(vanished(name)) == Coherence(0, 0)
    assert condition_number(vanished(name)) == float("inf")
