"""Patterns that the hardware can build, and the gradients that reach their latents."""

import math
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kdci.constraints import (
    Binary,
    Bipolar,
    BipolarAfterConstant,
    Budget,
    ChainRuleBudget,
    ProbabilisticBudget,
    Quantized,
    Real,
    Signs,
    SoftBudget,
    Ternary,
)

ACCELERATIONS = (2, 3, 4, 8, 16)
SHAPES = ((64, 64), (63, 80), (17, 19), (320, 320))
NO_ACCELERATION = (0.99, 0, -4, math.nan, math.inf, True, "4", None)
BUDGETS = (Budget, ChainRuleBudget, ProbabilisticBudget, SoftBudget)

quick = settings(max_examples=20)


def random(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def gradient(function, latent, weights):
    latent = latent.clone().requires_grad_()
    (function(latent) * weights).sum().backward()
    return latent.grad


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("acceleration", ACCELERATIONS)
@pytest.mark.parametrize("tied", [False, True], ids=["distinct", "tied"])
def test_budget_is_exact(shape, acceleration, tied):
    pattern = Budget(acceleration)(torch.zeros(shape) if tied else random(*shape))
    assert pattern.shape == shape
    assert pattern.unique().tolist() == [0, 1]
    assert pattern.sum() == round(shape[0] * shape[1] / acceleration)


@quick
@given(arrays(np.float32, (7, 9), elements=st.integers(-2, 2)), st.floats(1, 63))
def test_budget_takes_the_largest_latents_also_where_some_are_tied(latent, acceleration):
    pattern = Budget(acceleration)(torch.from_numpy(latent)).bool().numpy()
    assert pattern.sum() == round(63 / acceleration)
    assert latent[pattern].min() >= latent[~pattern].max(initial=-math.inf)


def test_ties_are_broken_by_position():
    pattern = Budget(4)(torch.ones(4, 6)).flatten()
    assert pattern.tolist() == [1] * 6 + [0] * 18


def test_budget_of_the_same_latent_is_the_same_and_leaves_the_latent_alone():
    latent = random(63, 80).round()
    before = latent.clone()
    assert torch.equal(Budget(8, 0.1)(latent), Budget(8, 0.1)(latent))
    assert torch.equal(latent, before)


def test_budget_depends_only_on_the_order_of_the_latents():
    latent = random(16, 16)
    assert torch.equal(Budget(4)(latent), Budget(4)(100 * latent.exp() + 7))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("elsewhere", [0, 9, math.inf, math.nan])
def test_center_is_sampled_whatever_the_latents(shape, elsewhere):
    latent = torch.full(shape, float(elsewhere))
    reach = [math.floor((round(0.2 * n) - 1) / 2) for n in shape]
    center = tuple(slice(n // 2 - r, n // 2 + r + 1) for n, r in zip(shape, reach, strict=True))
    latent[center] = -9
    pattern = Budget(8, center=0.2)(latent)
    assert bool(pattern[center].all())
    assert pattern.sum() == round(shape[0] * shape[1] / 8)


def test_center_may_take_the_whole_budget():
    pattern = Budget(4, center=0.5)(random(64, 64))
    expected = torch.zeros(64, 64)
    expected[16:48, 16:48] = 1
    assert torch.equal(pattern, expected)


def test_center_over_the_budget_is_an_error():
    with pytest.raises(ValueError, match=r"center=0\.5: 16 x 16 samples.* budget of 64 samples"):
        Budget(16, center=0.5)(torch.zeros(32, 32))


@pytest.mark.parametrize("center", [-0.1, 1.1, math.nan, True])
def test_center_that_is_no_fraction_is_an_error(center):
    with pytest.raises(ValueError, match=re.escape(f"center={center!r}")):
        Budget(4, center)


@pytest.mark.parametrize("slope", [0, -5, math.nan, math.inf])
def test_slope_out_of_its_range_is_an_error(slope):
    with pytest.raises(ValueError, match=re.escape(f"slope={slope!r}")):
        SoftBudget(4, slope)


@pytest.mark.parametrize("sharpness", [0, -5, math.nan, math.inf])
def test_sharpness_out_of_its_range_is_an_error(sharpness):
    with pytest.raises(ValueError, match=re.escape(f"sharpness={sharpness!r}")):
        ProbabilisticBudget(4, sharpness=sharpness)


@pytest.mark.parametrize("constraint", BUDGETS)
@pytest.mark.parametrize("acceleration", NO_ACCELERATION)
def test_what_is_no_acceleration_is_an_error(constraint, acceleration):
    with pytest.raises(ValueError, match=re.escape(f"acceleration={acceleration!r}")):
        constraint(acceleration)


@pytest.mark.parametrize("constraint", BUDGETS)
def test_acceleration_over_the_number_of_points_is_an_error(constraint):
    with pytest.raises(ValueError, match=r"acceleration=65: .* from 1 to 64"):
        constraint(65)(torch.zeros(8, 8))


@pytest.mark.parametrize("constraint", [Budget, ChainRuleBudget])
def test_straight_through_gradient_is_the_identity(constraint):
    weights = random(16, 16, seed=1)
    assert torch.equal(gradient(constraint(4, 0.1), random(16, 16), weights), weights)


def test_squared_budget_has_slope_one_everywhere():
    budget, weights = Budget(4), random(16, 16, seed=1)
    squared = gradient(lambda latent: budget.squared(budget(latent)), random(16, 16), weights)
    assert torch.equal(squared, weights)


def test_chain_rule_starves_what_is_not_sampled():
    budget, weights, latent = ChainRuleBudget(4), random(16, 16, seed=1), random(16, 16)
    squared = gradient(lambda latent: budget.squared(budget(latent)), latent, weights)
    assert torch.equal(squared, 2 * budget(latent) * weights)


@pytest.mark.parametrize("constraint", [Budget(4), ChainRuleBudget(4), Real(), SoftBudget(4)])
def test_squared_pattern_is_the_square(constraint):
    pattern = constraint(random(8, 8))
    torch.testing.assert_close(constraint.squared(pattern), pattern**2)


def test_real_clips_to_the_unit_interval():
    latent = torch.tensor([[-2.0, 0.0, 0.3, 1.0, 5.0]])
    assert torch.equal(Real()(latent), torch.tensor([[0.0, 0.0, 0.3, 1.0, 1.0]]))


# A descent step goes against the gradient: a positive one lowers the latent.
@pytest.mark.parametrize(
    ("latent", "incoming", "passed"),
    [
        (-0.5, 2.0, 0.0),  # below, pushed further down
        (-0.5, -2.0, -2.0),  # below, led back
        (1.5, -2.0, 0.0),  # above, pushed further up
        (1.5, 2.0, 2.0),  # above, led back
        (0.5, 2.0, 2.0),
        (0.5, -2.0, -2.0),
        (0.0, 2.0, 2.0),  # at the edge, but not clipped
        (1.0, -2.0, -2.0),
    ],
)
def test_real_blocks_the_gradient_only_where_it_leads_further_out(latent, incoming, passed):
    assert gradient(Real(), torch.tensor([[latent]]), torch.tensor([[incoming]])).item() == passed


@quick
@given(arrays(np.float32, (8, 8), elements=st.floats(-2, 2, width=32)), st.floats(1.1, 64))
def test_soft_budget_is_inside_the_unit_interval_with_the_wanted_mean(latent, acceleration):
    pattern = SoftBudget(acceleration)(torch.from_numpy(latent))
    assert 0 < pattern.min() <= pattern.max() < 1
    assert pattern.mean().item() == pytest.approx(1 / acceleration, abs=1e-5)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("acceleration", ACCELERATIONS)
def test_soft_budget_keeps_the_mean_at_every_size(shape, acceleration):
    mean = SoftBudget(acceleration)(random(*shape)).mean().item()
    assert mean == pytest.approx(1 / acceleration, abs=1e-5)


def test_soft_budget_rises_with_the_latent():
    latent = torch.linspace(-1, 1, 64).view(8, 8)
    assert bool((SoftBudget(4)(latent).flatten().diff() > 0).all())


@pytest.mark.parametrize("shift", [-0.5, 0.5], ids=["scaled up", "scaled down"])
def test_soft_budget_has_the_right_gradient(shift):
    latent = (0.3 * random(4, 5).double() + shift).requires_grad_()
    assert torch.autograd.gradcheck(SoftBudget(2), (latent,))


@pytest.mark.parametrize("acceleration", [1, 2, 8])
@pytest.mark.parametrize("latent", [-30.0, 5.0])
def test_soft_budget_and_its_gradient_are_finite_where_the_sigmoid_saturates(latent, acceleration):
    latent = torch.full((8, 8), latent)
    pattern = SoftBudget(acceleration)(latent)
    assert pattern.mean().item() == pytest.approx(1 / acceleration, abs=1e-5)
    assert bool(gradient(SoftBudget(acceleration), latent, random(8, 8)).isfinite().all())


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_probabilistic_budget_is_exact_once_trained_and_keeps_the_most_probable(shape):
    latent, constraint = random(*shape), ProbabilisticBudget(8).eval()
    assert torch.equal(constraint(latent), Budget(8)(latent))


def test_probabilistic_budget_draws_masks_whose_mean_is_the_probability():
    latent, constraint = 0.2 * random(6, 6), ProbabilisticBudget(3, sharpness=200)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        drawn = torch.stack([constraint(latent) for _ in range(4000)])
    assert ((drawn < 0.01) | (drawn > 0.99)).float().mean() > 0.9
    torch.testing.assert_close(drawn.mean(0), SoftBudget(3)(latent), atol=0.04, rtol=0)


def test_probabilistic_budget_follows_the_random_state():
    latent, constraint = random(8, 8), ProbabilisticBudget(4)
    with torch.random.fork_rng():
        torch.manual_seed(3)
        first, second = constraint(latent), constraint(latent)
        torch.manual_seed(3)
        assert torch.equal(constraint(latent), first)
    assert not torch.equal(first, second)


def test_probabilistic_budget_gives_every_latent_a_gradient():
    with torch.random.fork_rng():
        torch.manual_seed(0)
        found = gradient(ProbabilisticBudget(2), 0.01 * random(8, 8), random(8, 8, seed=1))
    assert bool((found != 0).all())


@pytest.mark.parametrize(
    ("constraint", "text"),
    [
        (ProbabilisticBudget(8), "ProbabilisticBudget(acceleration=8, slope=5, sharpness=12)"),
        (Budget(8, 0.1), "Budget(acceleration=8, center=0.1)"),
        (SoftBudget(8), "SoftBudget(acceleration=8, slope=5)"),
        (Real(), "Real(0 to 1, patterns=1, bands=1)"),
    ],
)
def test_printed_constraint_says_its_settings(constraint, text):
    assert repr(constraint) == text


def test_a_latent_goes_to_the_nearest_level_and_from_the_middle_upwards():
    latent = torch.tensor([0.1, 0.2, 0.5, 0.9])
    torch.testing.assert_close(Quantized(2)(latent), torch.tensor([0, 1, 2, 3]) / 3)


@pytest.mark.parametrize(("constraint", "threshold"), [(Bipolar(), 0.0), (Binary(), 0.5)])
def test_two_levels_start_close_to_the_threshold_and_on_the_right_side(constraint, threshold):
    values = constraint.draw((40, 50), torch.Generator().manual_seed(0))
    latent = constraint.start_at(values)
    assert torch.equal(constraint(latent), constraint(values))
    assert 0.005 < (latent - threshold).abs().max() < 0.03


@pytest.mark.parametrize("constraint", [Ternary(), Real(-2, 2), Budget(4)])
def test_other_constraints_start_at_the_values_themselves(constraint):
    values = torch.rand(6, 7) * 2 - 1
    assert torch.equal(constraint.start_at(values), values)


def test_first_pattern_is_constant_and_the_others_are_those_of_their_latents():
    latent, weights = random(5, 16), random(5, 16, seed=1)
    pattern = BipolarAfterConstant(patterns=5)(latent)
    assert torch.equal(pattern[0], torch.ones(16))
    assert torch.equal(pattern[1:], Bipolar(patterns=5)(latent)[1:])
    reaching = gradient(BipolarAfterConstant(patterns=5), latent, weights)
    assert torch.equal(reaching[0], torch.zeros(16))
    assert torch.equal(reaching[1:], gradient(Bipolar(patterns=5), latent, weights)[1:])


@pytest.mark.parametrize("patterns", [0, -1, 2.5, None])
def test_impossible_number_of_patterns_is_an_error(patterns):
    with pytest.raises(ValueError, match=f"patterns={patterns}"):
        BipolarAfterConstant(patterns=patterns)


def test_signs_are_bipolar_but_their_gradient_is_never_clipped():
    latent, weights = 3 * random(5, 64), random(5, 64, seed=1)
    assert torch.equal(Signs(5)(latent), Bipolar(5)(latent))
    assert Signs()(torch.zeros(1, 1)) == 1
    assert torch.equal(gradient(Signs(5), latent, weights), weights)
    assert not torch.equal(gradient(Bipolar(5), latent, weights), weights)


def test_signs_start_with_the_variance_of_one_over_the_pixels():
    draws = Signs(102).draw((102, 1024), torch.Generator().manual_seed(0))
    start = Signs(102).start_at(draws)
    assert start.std() == pytest.approx(1 / 32, rel=0.02)
    assert torch.equal(start.sign(), draws.sign())
