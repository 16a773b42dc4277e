"""An argument of the wrong kind is refused by its name, with what would serve."""

import re

import numpy as np
import pytest
import torch
from torch import nn

from kdci import Binary, Bipolar, Budget, MRIEncoder, OneBand, Real, SoftBudget
from kdci.constraints import Constraint, Frozen
from kdci.encoders import CASSIEncoder, FilterArrayEncoder, PseudoInverseSPCEncoder, SPCEncoder
from tests.encoders.explicit import make
from tests.encoders.registry import ENCODERS

SHAPE = (8, 8)
KINDS = {
    CASSIEncoder: Binary(),
    FilterArrayEncoder: OneBand(),
    MRIEncoder: Budget(4),
    PseudoInverseSPCEncoder: Bipolar(),
    SPCEncoder: Bipolar(),
}
every_kind = pytest.mark.parametrize("kind", KINDS)
every_encoder = pytest.mark.parametrize("name", ENCODERS)
NO_CONSTRAINTS = {
    "constraint='real'": "real",
    "constraint=8": 8,
    "constraint=None": None,
    "constraint: is the class Bipolar itself": Bipolar,
    "constraint: is of type function": lambda latent: latent,
    "constraint: is of type Sigmoid": nn.Sigmoid(),
}
no_constraint = pytest.mark.parametrize("found", NO_CONSTRAINTS)


def refusal(found, kind):
    return re.escape(f"{found}: must be a constraint") + ".*" + re.escape(kind.example)


@every_kind
@no_constraint
def test_what_is_no_constraint_is_refused(kind, found):
    with pytest.raises(TypeError, match=refusal(found, kind)):
        kind(SHAPE, NO_CONSTRAINTS[found])


@every_encoder
@no_constraint
def test_relaxing_to_what_is_no_constraint_is_refused(name, found):
    encoder = make(name, SHAPE, torch.float32)
    with pytest.raises(TypeError, match=refusal(found, type(encoder).__mro__[1])):
        encoder.relaxed(NO_CONSTRAINTS[found])


@every_kind
def test_the_example_of_each_kind_is_one(kind):
    constraint = eval(kind.example, vars(__import__("kdci")))
    assert kind((16, 16), constraint).pattern.any()


@every_kind
def test_number_where_a_latent_is_wanted_is_refused(kind):
    with pytest.raises(TypeError, match=r"^latent=65: must be a tensor of shape .*for instance"):
        kind(SHAPE, KINDS[kind], latent=65)


def test_number_of_patterns_in_the_place_of_the_latent_is_refused():
    message = "latent=65: must be a tensor of shape (1, 64) (patterns, pixels), as the constraint"
    with pytest.raises(TypeError, match=re.escape(message) + r".*Bipolar\(patterns=51\)"):
        SPCEncoder((8, 8), Bipolar(), 65)


@every_kind
@pytest.mark.parametrize("turn", [lambda t: t.numpy(), lambda t: t.tolist()], ids=["numpy", "list"])
def test_latent_that_is_no_tensor_is_refused_with_a_way_to_make_one(kind, turn):
    latent = turn(kind(SHAPE, KINDS[kind]).latent.detach())
    found = type(latent).__name__
    remedy = r"torch\.(from_numpy|tensor)\(latent\)"
    with pytest.raises(TypeError, match=f"latent: is of type {found}: must be .*{remedy}"):
        kind(SHAPE, KINDS[kind], latent=latent)


@every_kind
def test_latent_that_is_not_real_or_not_finite_is_refused(kind):
    latent = kind(SHAPE, KINDS[kind]).latent.detach()
    with pytest.raises(ValueError, match="latent: torch.complex64: must be real numbers"):
        kind(SHAPE, KINDS[kind], latent=latent + 0j)
    real = Real(patterns=1, bands=8 if kind is FilterArrayEncoder else 1)
    with pytest.raises(ValueError, match=r"latent: .*Real\(.* not finite: all must be finite"):
        kind(SHAPE, real, latent=latent * float("nan"))


@every_kind
@pytest.mark.parametrize("seed", ["0", None, 0.5, -1, True, np.array(3)], ids=repr)
def test_what_is_no_seed_is_refused(kind, seed):
    with pytest.raises(ValueError, match=re.escape(f"seed={seed!r}: must be an integer")):
        kind(SHAPE, KINDS[kind], seed=seed)


@every_kind
@pytest.mark.parametrize("shape", [8, None, "88", (8, "8"), (True, 8), 8.0], ids=repr)
def test_what_is_no_shape_is_refused(kind, shape):
    with pytest.raises(ValueError, match=r"^shape=.*: must be two positive integers"):
        kind(shape, KINDS[kind])


UNFIT = {
    "no patterns for a camera": (SPCEncoder, SoftBudget(4), "does not say how many patterns"),
    "no patterns for CASSI": (CASSIEncoder, Budget(4), "does not say how many patterns"),
    "no bands for filters": (FilterArrayEncoder, Budget(4), "does not say how many patterns"),
    "several masks": (MRIEncoder, Real(patterns=3), "patterns=3: must be an integer from 1 to 1"),
    "coloured mask": (MRIEncoder, OneBand(8), "bands=8: must be an integer from 1 to 1"),
    "a filter as a mask": (MRIEncoder, OneBand(1), "fails for a latent of shape (8, 8): latent"),
    "a filter as patterns": (SPCEncoder, OneBand(1), "fails for a latent of shape (1, 64)"),
    "a filter as aperture": (CASSIEncoder, OneBand(8), "fails for a latent of shape (1, 8, 8, 8)"),
}


@pytest.mark.parametrize(("kind", "constraint", "message"), UNFIT.values(), ids=UNFIT)
def test_constraint_that_does_not_fit_is_refused_from_the_start_and_in_relaxing(
    kind, constraint, message
):
    for refused in (
        lambda: kind(SHAPE, constraint),
        lambda: kind(SHAPE, KINDS[kind]).relaxed(constraint),
    ):
        with pytest.raises(ValueError, match=re.escape(message)):
            refused()


class Own(Constraint):
    """Nothing but what the contract asks for."""

    def forward(self, latent):
        return latent.sigmoid()


class Apertures(Own):
    patterns = bands = 1


class Cut(Own):
    def forward(self, latent):
        return latent[:1]


@pytest.mark.parametrize("kind", [CASSIEncoder, MRIEncoder, SPCEncoder])
def test_constraint_of_ones_own_needs_nothing_but_its_map(kind):
    encoder = kind(SHAPE, Own() if kind is MRIEncoder else Apertures())
    images = torch.rand(2, *encoder.image_shape)
    encoder.backproject(images, 20.0).square().sum().backward()
    assert bool((encoder.latent.grad != 0).any())
    assert encoder.relaxed(encoder.constraint).gram_distance(encoder) == 0


def test_constraint_of_ones_own_that_changes_the_shape_is_refused():
    message = r"constraint=Cut\(\): makes a pattern of shape \(1, 8\): must be \(8, 8\)"
    with pytest.raises(ValueError, match=message):
        MRIEncoder(SHAPE, Cut())


def test_contract_has_no_other_defaults_than_it_says():
    constraint = Own()
    assert (constraint.patterns, constraint.bands) == (None, None)
    drawn = constraint.draw((100, 100), torch.Generator().manual_seed(0))
    assert 0 <= drawn.min() < 0.01 < 0.99 < drawn.max() < 1
    values = torch.rand(3, 3)
    assert torch.equal(constraint.start_at(values), values)
    assert torch.equal(constraint.squared(values), values**2)
    with pytest.raises(TypeError, match="abstract"):
        Constraint()


def test_frozen_is_the_pattern_as_it_is_and_says_its_counts():
    values = torch.randn(3, 4)
    constraint = Frozen(patterns=3, bands=1)
    assert torch.equal(constraint(values), values)
    assert repr(constraint) == "Frozen(patterns=3, bands=1)"
    assert torch.equal(SPCEncoder((2, 2), constraint, values).pattern, values)
