"""Gram distances of any encoders: exact by explicit rows, estimated beyond, with a stated error."""

import math

import pytest
import torch

from kdci import Bipolar, Budget, MRIEncoder, Real, SPCEncoder
from kdci.encoders import Encoder, explicit, gram
from kdci.patterns import computed_once
from tests.encoders.explicit import make, matrix
from tests.encoders.registry import ENCODERS, SMALL

every_encoder = pytest.mark.parametrize("name", ENCODERS)
small_shapes = pytest.mark.parametrize("shape", SMALL, ids=str)
SIGMAS = 4
"""A mean of many probes is further off than so many standard errors once in 15,000 times."""

COMPARISONS = {
    "distance": gram.distance,
    "misalignment": gram.misalignment,
    "estimated-distance": lambda *pair: gram.estimated_distance(*pair).value,
    "estimated-misalignment": lambda *pair: gram.estimated_misalignment(*pair).value,
}
every_comparison = pytest.mark.parametrize("compare", COMPARISONS.values(), ids=COMPARISONS)


@pytest.fixture
def nothing_is_exact(monkeypatch):
    monkeypatch.setattr(gram, "LARGEST", 0)


def pair(name, shape=(4, 6)):
    return [make(name, shape, torch.float64, seed) for seed in (0, 1)]


@every_encoder
@small_shapes
def test_rows_are_those_of_the_matrix(name, shape):
    encoder = make(name, shape, torch.float64)
    torch.testing.assert_close(explicit.rows(encoder), matrix(encoder))


@every_encoder
@small_shapes
@torch.no_grad()
def test_closed_forms_are_the_defaults(name, shape):
    ours, theirs = pair(name, shape)
    for method in ("gram_distance", "gram_misalignment"):
        default = getattr(Encoder, method)
        torch.testing.assert_close(default(ours, theirs), getattr(ours, method)(theirs))
        assert default(ours, ours) == pytest.approx(0, abs=1e-12)


@every_encoder
@torch.no_grad()
def test_estimates_agree_with_the_closed_form_within_their_error(name):
    ours, theirs = pair(name)
    distance = gram.estimated_distance(ours, theirs, probes=2000)
    assert distance.standard_error <= math.sqrt(2 / 2000) * float(distance.value)
    misalignment = gram.estimated_misalignment(ours, theirs, probes=2000)
    for estimate, exact in (
        (distance, ours.gram_distance(theirs)),
        (misalignment, ours.gram_misalignment(theirs)),
    ):
        bound = SIGMAS * estimate.standard_error + 1e-9
        assert abs(float(estimate.value) - float(exact)) <= bound


@pytest.mark.parametrize("name", ["cassi-real", "spc-real"])
@torch.no_grad()
def test_stated_errors_are_those_that_other_seeds_make(name):
    ours, theirs = pair(name)
    for estimate, exact in (
        (gram.estimated_distance, ours.gram_distance(theirs)),
        (gram.estimated_misalignment, ours.gram_misalignment(theirs)),
    ):
        found = [estimate(ours, theirs, seed=seed) for seed in range(200)]
        values = torch.stack([each.value.detach() for each in found])
        scatter = float(values.std())
        stated = sum(each.standard_error for each in found) / len(found)
        assert stated == pytest.approx(scatter, rel=0.2)
        assert abs(float(values.mean() - exact)) < SIGMAS * scatter / math.sqrt(200) + 1e-3 * exact


def test_warning_names_size_and_error_and_the_value_is_the_estimate(nothing_is_exact):
    ours, theirs = pair("spc-real")
    words = (
        "^SPCEncoder: 3 measurements of 24 unknowns: the Gram distance is exact up to 0 numbers, "
        "and here estimated from 64 random images, with a relative standard error of at most 18%"
    )
    with pytest.warns(gram.EstimateWarning, match=words):
        found = Encoder.gram_distance(ours, theirs)
    assert found == gram.estimated_distance(ours, theirs).value
    with pytest.warns(gram.EstimateWarning, match="misalignment .* of at most 35%"):
        found = Encoder.gram_misalignment(ours, theirs)
    assert found == gram.estimated_misalignment(ours, theirs).value


def test_size_at_which_estimates_begin_counts_the_larger_encoder(monkeypatch):
    small, large = (SPCEncoder((4, 6), Bipolar(rows)) for rows in (2, 5))
    monkeypatch.setattr(gram, "LARGEST", 5 * 24)
    Encoder.gram_distance(small, large)
    monkeypatch.setattr(gram, "LARGEST", 5 * 24 - 1)
    Encoder.gram_distance(small, small)
    with pytest.warns(gram.EstimateWarning, match="5 measurements"):
        Encoder.gram_distance(small, large)


class Compared(torch.nn.Module):
    def __init__(self, compare, ours, theirs):
        super().__init__()
        self.compare, self.ours, self.theirs = compare, ours, theirs

    def forward(self):
        return self.compare(self.ours, self.theirs)

    def of(self, ours, theirs):
        key = "parametrizations.pattern.original"
        return torch.func.functional_call(self, {f"ours.{key}": ours, f"theirs.{key}": theirs}, ())


@pytest.mark.parametrize("name", ["cassi-real", "filters-real", "mri-real", "spc-real"])
@every_comparison
def test_gradients_with_respect_to_both_latents(name, compare):
    compared = Compared(compare, *pair(name, (3, 4)))
    latents = [e.latent.detach().clone().requires_grad_() for e in (compared.ours, compared.theirs)]
    assert torch.autograd.gradcheck(compared.of, latents)


@every_comparison
def test_training_on_the_distance_alone_gives_the_pattern_a_gradient(compare):
    """`fit` caches patterns: one that is first asked for without gradients would stay without."""
    ours, theirs = pair("spc-bipolar")
    with computed_once(ours, theirs):
        compare(ours, theirs).backward()
    assert ours.latent.grad.any()


def test_a_random_pattern_is_drawn_once_for_measuring_and_projecting_back():
    encoder = make("mri-probabilistic", (4, 6), torch.float64).train()
    estimate = gram.estimated_distance(encoder, encoder)
    assert estimate.value == 0


def test_same_seed_same_probes_other_seed_others():
    ours, theirs = pair("spc-real")
    first, again, other = (gram.estimated_distance(ours, theirs, seed=s).value for s in (0, 0, 1))
    assert first == again != other


def test_encoders_of_other_kinds_and_sizes_are_compared():
    camera, mosaic = (
        make("spc-real", (4, 6), torch.float64),
        make("spc-ternary", (4, 6), torch.float64),
    )
    tiles = make("filters-real", (4, 6), torch.float64)
    a, b = (e.scale * matrix(e).T @ matrix(e) for e in (camera, mosaic))
    wanted = (a - b).square().sum() / len(a)
    torch.testing.assert_close(Encoder.gram_distance(camera, mosaic), wanted)
    with pytest.raises(
        ValueError, match=r"^other: FilterArrayEncoder of images of shape \(4, 4, 6\): must"
    ):
        Encoder.gram_distance(camera, tiles)


@torch.no_grad()
def test_more_measurements_than_unknowns():
    class Twice(MRIEncoder):
        gram_distance, gram_misalignment = Encoder.gram_distance, Encoder.gram_misalignment

        def measure(self, images):
            return super().measure(images).repeat(1, 2, 1)

        def adjoint(self, measurements):
            return sum(super(Twice, self).adjoint(part) for part in measurements.chunk(2, dim=1))

    once, twice = (kind((3, 4), Real()).double() for kind in (MRIEncoder, Twice))
    assert len(explicit.rows(twice)) == 2 * len(explicit.rows(once)) == 48
    assert float(twice.gram_misalignment(once)) == pytest.approx(0, abs=1e-12)
    wanted = once.pattern.square().square().sum() / 12  # G is once, 2 G twice
    torch.testing.assert_close(twice.gram_distance(once), wanted)


@every_comparison
def test_type_of_the_encoder_is_kept(compare):
    ours, theirs = (MRIEncoder((4, 4), Budget(2), seed=seed) for seed in (0, 1))
    assert compare(ours, theirs).dtype == torch.float32
