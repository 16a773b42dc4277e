"""Measures of an encoder without a closed form: from its matrix, and beyond a size from parts."""

from functools import partial

import pytest
import torch

from kdci import Budget, MRIEncoder, Real, SPCEncoder
from kdci.encoders import Encoder
from kdci.encoders.gram import EstimateWarning
from kdci.metrics.encoders import (
    Coherence,
    base,
    coherence,
    condition_number,
    lanczos,
    matrix,
    singular_values,
)
from tests.encoders.registry import ENCODERS, SMALL

every_encoder = pytest.mark.parametrize("name", ENCODERS)
shapes = pytest.mark.parametrize("shape", SMALL, ids=str)
default_values, default_coherence = (f.dispatch(object) for f in (singular_values, coherence))


class Own(Encoder):
    """A camera of one's own: rows of a real matrix, given."""

    axes = "rows, pixels"

    def __init__(self, rows, shape):
        super().__init__((1, *shape), tuple(rows.shape), Real(-9, 9), rows, seed=0)

    def measure(self, images):
        return self.check(images).flatten(1) @ self.pattern.T

    def adjoint(self, measurements):
        return (measurements @ self.pattern).view(-1, *self.image_shape)

    noise = None


def draw(*shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


def of_rank_20(rows):
    """Return an encoder of 64 pixels and its singular values above zero."""
    encoder = Own(draw(rows, 20) @ draw(20, 64) / 20, (8, 8))
    values = torch.linalg.svdvals(encoder.pattern.detach().double())
    return encoder, values[values > 1e-5 * values[0]]


rows = pytest.mark.parametrize("rows", [30, 90])  # fewer than pixels, and more


@pytest.fixture
def nothing_is_small(monkeypatch):
    monkeypatch.setattr(base, "LARGEST_MATRIX", 0)


@every_encoder
@shapes
def test_closed_forms_are_the_defaults(name, shape):
    encoder = ENCODERS[name].make(shape, 0)
    values = singular_values(encoder)
    torch.testing.assert_close(default_values(encoder), values, rtol=0, atol=1e-7)
    wanted, found = coherence(encoder), default_coherence(encoder)
    assert tuple(found) == pytest.approx(tuple(wanted), abs=1e-6)


@every_encoder
@shapes
def test_lanczos_iterations_find_all_values_above_zero_and_no_others(name, shape):
    encoder = ENCODERS[name].make(shape, 0)
    values = singular_values(encoder)
    values = values[values > 1e-6 * values[0]]
    found = lanczos.spectrum(encoder)
    assert found.converged
    distances = (found.values[:, None] - values).abs() / values
    assert distances.amin(dim=0).max() < 1e-5
    assert distances.amin(dim=1).max() < 1e-5


@pytest.mark.usefixtures("nothing_is_small")
@rows
def test_condition_number_of_a_large_encoder(rows):
    encoder, values = of_rank_20(rows)
    with pytest.warns(EstimateWarning, match=r"^Own: .* by Lanczos iterations .* is known to 1%"):
        found = condition_number(encoder)
    assert found == pytest.approx(float(values[0] / values[-1]), rel=1e-6)


@pytest.mark.usefixtures("nothing_is_small")
@rows
def test_what_has_not_converged_is_said_and_never_too_small(rows, monkeypatch):
    monkeypatch.setattr(lanczos, "spectrum", partial(lanczos.spectrum, iterations=14))
    encoder, exact = of_rank_20(rows)
    with pytest.warns(EstimateWarning, match="has not converged, and the condition number is larg"):
        found = singular_values(encoder)
    assert found[-1] > exact[-1]
    assert found[0] <= exact[0] * (1 + 1e-12)


def test_nothing_measured_has_no_spectrum():
    encoder = Own(draw(3, 16), (4, 4))
    with torch.no_grad():
        encoder.latent.zero_()
    assert lanczos.spectrum(encoder).values.tolist() == [0]
    assert condition_number(encoder) == float("inf")
    assert coherence(encoder) == Coherence(0, 0)


def test_coherence_of_many_columns_is_that_of_some(monkeypatch):
    encoder = Own(draw(12, 400), (20, 20))
    exact = coherence(encoder)
    monkeypatch.setattr(base, "LARGEST_COLUMNS", 399)
    monkeypatch.setattr(base, "SOME_COLUMNS", 200)
    with pytest.warns(EstimateWarning, match="^Own: 400 columns of 12 numbers: .* of 200 of them"):
        found = coherence(encoder)
    assert found == coherence_again(encoder)
    assert found != exact
    assert found.mutual <= exact.mutual
    assert found.average == pytest.approx(exact.average, rel=0.02)


def coherence_again(encoder):
    with pytest.warns(EstimateWarning):
        return coherence(encoder)


def test_columns_are_measured_in_blocks_and_in_any_order(monkeypatch):
    encoder = Own(draw(5, 16), (4, 4))
    monkeypatch.setattr(matrix, "AT_A_TIME", 48)
    some = torch.tensor([3, 15, 0, 7])
    wanted = encoder.pattern.detach().double()[:, some]
    torch.testing.assert_close(matrix.columns(encoder, some), wanted)


def test_complex_unknowns_and_measurements_make_a_complex_matrix():
    encoder = MRIEncoder((3, 4), Budget(2))
    assert matrix.size(encoder) == (12, 12)
    assert matrix.columns(encoder, torch.arange(12)).is_complex()


@pytest.mark.parametrize("measure", [singular_values, coherence, lanczos.spectrum])
def test_encoder_and_random_state_stay_as_they_were(measure):
    encoder = Own(draw(5, 16), (4, 4))
    before = torch.random.get_rng_state()
    measure(encoder)
    assert encoder.latent.dtype == torch.float32
    assert torch.equal(torch.random.get_rng_state(), before)


def test_subclass_of_a_camera_keeps_its_closed_form():
    class Other(SPCEncoder):
        pass

    encoder = Other((4, 4), Real(-1, 1, 3))
    assert singular_values.dispatch(type(encoder)) is singular_values.dispatch(SPCEncoder)
