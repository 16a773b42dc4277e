"""The single-pixel camera: an exact ratio, relaxing, noise, the pseudo-inverse."""

import pytest
import torch

from kdci import Binary, Bipolar, Budget, Real
from kdci.designs.spc import hadamard
from kdci.encoders import PseudoInverseSPCEncoder, SPCEncoder
from kdci.encoders.spc import patterns_for

SHAPE = (32, 32)


@pytest.mark.parametrize(("ratio", "patterns"), [(0.05, 51), (0.1, 102), (0.25, 256), (1, 1024)])
def test_ratio_is_exact(ratio, patterns):
    assert patterns_for(ratio, SHAPE) == patterns
    encoder = SPCEncoder(SHAPE, Bipolar(patterns))
    assert encoder.pattern.shape == (patterns, 1024)
    assert encoder.pattern.unique().tolist() == [-1, 1]
    assert encoder.measure(torch.rand(2, 1, *SHAPE)).shape == (2, patterns)


def test_ratio_is_rounded_and_the_smallest_is_one_pattern():
    assert patterns_for(0.1, (33, 33)) == 109
    assert patterns_for(1 / 12, (3, 4)) == 1


@pytest.mark.parametrize("ratio", [0, -0.1, 1.01, 1 / 2000, float("nan"), float("inf"), "1", True])
def test_impossible_ratio_is_refused(ratio):
    with pytest.raises(ValueError, match=f"ratio={ratio!r}: must be a finite number from"):
        patterns_for(ratio, SHAPE)


def test_default_latent_is_drawn_by_the_constraint_and_reproducible():
    first, again, other = (SPCEncoder(SHAPE, Bipolar(51), seed=seed) for seed in (1, 1, 2))
    assert torch.equal(first.latent, again.latent)
    assert not torch.equal(first.latent, other.latent)
    assert first.latent.min() < -0.9
    assert first.latent.max() > 0.9


@pytest.mark.parametrize("patterns", [17, 1000])
def test_more_patterns_than_pixels_are_refused(patterns):
    with pytest.raises(ValueError, match=f"patterns={patterns}: must be an integer from 1 to 16"):
        SPCEncoder((4, 4), Bipolar(patterns))
    with pytest.raises(ValueError, match=f"patterns={patterns}: must be an integer from 1 to 16"):
        SPCEncoder((4, 4), Bipolar(3)).relaxed(Bipolar(patterns))


def test_constraint_without_patterns_is_refused():
    with pytest.raises(ValueError, match=r"constraint=Budget\(.*\): .*Bipolar\(patterns=51\)"):
        SPCEncoder(SHAPE, Budget(8))
    with pytest.raises(ValueError, match=r"constraint=Budget\(.*\): .*Bipolar\(patterns=51\)"):
        SPCEncoder(SHAPE, Bipolar(3)).relaxed(Budget(8))


def test_bands_are_refused():
    with pytest.raises(ValueError, match=r"bands=4: .*sees no bands"):
        SPCEncoder(SHAPE, Real(patterns=3, bands=4))


@pytest.mark.parametrize("shape", [(3, 15), (4, 16), (3, 4, 4), (48,)], ids=str)
def test_latent_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match=r"latent: shape \(.*\): must be \(3, 16\)"):
        SPCEncoder((4, 4), Bipolar(3), torch.zeros(shape))


@pytest.mark.parametrize("shape", [(0, 4), (4,), (4, 4, 4), (4.0, 4), (-4, 4)], ids=str)
def test_impossible_shape_is_refused(shape):
    with pytest.raises(ValueError, match="shape="):
        SPCEncoder(shape, Bipolar(3))


@pytest.mark.parametrize("seed", [-1, 0.5, True])
def test_impossible_seed_is_refused(seed):
    with pytest.raises(ValueError, match=f"seed={seed}"):
        SPCEncoder(SHAPE, Bipolar(3), seed=seed)


def test_scaled_backprojection_of_orthogonal_rows_is_the_projection_onto_them():
    patterns = hadamard((8, 8), 20)
    encoder = SPCEncoder((8, 8), Bipolar(20), patterns)
    x = torch.rand(2, 1, 8, 8)
    basis = torch.linalg.qr(patterns.T).Q
    wanted = (x.flatten(1) @ basis @ basis.T).view_as(x)
    torch.testing.assert_close(encoder.backproject(x), wanted)


def test_distance_counts_the_rows_that_two_orthogonal_designs_do_not_share():
    ours, theirs = (SPCEncoder((8, 8), Bipolar(s), hadamard((8, 8), s)) for s in (16, 24))
    assert ours.gram_distance(theirs).item() == pytest.approx(8 / 64)
    assert theirs.gram_distance(ours).item() == pytest.approx(8 / 64)


@pytest.mark.parametrize("constraint", [Real(-1, 1, 5), Binary(5)], ids=str)
def test_relaxed_keeps_the_latent_where_the_patterns_are_as_many(constraint):
    encoder = SPCEncoder((4, 4), Bipolar(5))
    relaxed = encoder.relaxed(constraint)
    assert torch.equal(relaxed.latent, encoder.latent)
    assert relaxed.constraint is constraint
    assert isinstance(encoder.constraint, Bipolar)


def test_relaxed_to_more_patterns_keeps_the_rows_and_draws_the_others():
    encoder = SPCEncoder((4, 4), Bipolar(5), torch.full((5, 16), 0.5), seed=3)
    relaxed, again = (encoder.relaxed(Real(-1, 1, 9)) for _ in range(2))
    assert relaxed.pattern.shape == (9, 16)
    assert torch.equal(relaxed.latent[:5], encoder.latent)
    assert torch.equal(relaxed.latent, again.latent)
    drawn = SPCEncoder((4, 4), Real(-1, 1, 9), seed=3).latent
    assert torch.equal(relaxed.latent[5:], drawn[5:])


def test_relaxed_to_fewer_patterns_keeps_the_first_rows():
    encoder = SPCEncoder((4, 4), Bipolar(5))
    assert torch.equal(encoder.relaxed(Bipolar(2)).latent, encoder.latent[:2])


def test_relaxed_copy_is_its_own():
    encoder = SPCEncoder((4, 4), Bipolar(5)).double().requires_grad_(False)
    before, relaxed = encoder.latent.clone(), encoder.relaxed(Real(-1, 1, 7))
    assert relaxed.latent.dtype == torch.float64
    assert not relaxed.latent.requires_grad
    relaxed.latent.fill_(0.25)
    assert torch.equal(encoder.latent, before)
    assert encoder.pattern.shape == (5, 16)


def test_relaxed_is_trained():
    relaxed = SPCEncoder((4, 4), Bipolar(5)).relaxed(Real(-1, 1, 7))
    assert [p.shape for p in relaxed.parameters()] == [(7, 16)]
    relaxed.backproject(torch.rand(1, 1, 4, 4)).square().sum().backward()
    assert bool((relaxed.latent.grad != 0).all())


@pytest.mark.parametrize("snr_db", [0.0, 20.0])
def test_noise_has_the_snr_of_each_image(snr_db):
    encoder = SPCEncoder(SHAPE, Binary(256)).requires_grad_(False)
    x = torch.rand(16, 1, *SHAPE) * torch.logspace(-2, 0, 16).view(-1, 1, 1, 1)
    torch.manual_seed(0)
    noise = torch.stack([encoder.noise(x, snr_db) for _ in range(8)])
    ratio = encoder.measure(x).square().mean(dim=1) / noise.square().mean(dim=(0, 2))
    assert (10 * torch.log10(ratio) - snr_db).abs().max() < 0.5
    assert noise.shape == (8, 16, 256)
    assert abs(noise.mean() / noise.std()) < 0.03


@pytest.mark.parametrize("kind", [SPCEncoder, PseudoInverseSPCEncoder])
def test_black_image_has_no_noise_and_no_infinite_gradient(kind):
    encoder = kind((4, 4), Bipolar(5))
    images = encoder.backproject(torch.zeros(1, 1, 4, 4), 10.0)
    images.sum().backward()
    assert images.abs().max() < 1e-12
    assert bool(encoder.latent.grad.isfinite().all())


@pytest.mark.parametrize("kind", [SPCEncoder, PseudoInverseSPCEncoder])
def test_backprojection_is_linear_in_the_noisy_measurements(kind):
    encoder = kind((4, 4), Bipolar(5))
    x = torch.rand(3, 1, 4, 4)
    torch.manual_seed(0)
    noisy = encoder.backproject(x, 10.0)
    torch.manual_seed(0)
    y = encoder.measure(x) + encoder.noise(x, 10.0)
    back = torch.linalg.solve(encoder.pattern @ encoder.pattern.T + 0.016 * torch.eye(5), y.T).T
    y = back if kind is PseudoInverseSPCEncoder else y / 16
    torch.testing.assert_close(noisy, encoder.adjoint(y))
    assert (noisy - encoder.backproject(x)).abs().max() > 1e-3


def test_pseudo_inverse_starts_closer_to_the_image():
    x = torch.rand(4, 1, *SHAPE)
    kinds = (SPCEncoder, PseudoInverseSPCEncoder)
    errors = [(kind(SHAPE, Binary(256)).backproject(x) - x).square().mean() for kind in kinds]
    assert errors[1] < 0.5 * errors[0]


def test_pseudo_inverse_measures_and_compares_as_the_plain_camera():
    plain, inverse = (k((4, 4), Bipolar(5)) for k in (SPCEncoder, PseudoInverseSPCEncoder))
    other, x = SPCEncoder((4, 4), Real(-1, 1, 7), seed=1), torch.rand(1, 1, 4, 4)
    assert torch.equal(plain.measure(x), inverse.measure(x))
    assert torch.equal(plain.gram_distance(other), inverse.gram_distance(other))
    assert torch.equal(plain.gram_misalignment(other), inverse.gram_misalignment(other))


def test_relaxed_pseudo_inverse_keeps_its_ridge():
    relaxed = PseudoInverseSPCEncoder((4, 4), Bipolar(5), ridge=0.5).relaxed(Bipolar(7))
    assert isinstance(relaxed, PseudoInverseSPCEncoder)
    assert relaxed.ridge == 0.5
    assert "ridge=0.5" in repr(relaxed)


@pytest.mark.parametrize("ridge", [0, -1e-3, float("nan"), float("inf"), "1"])
def test_impossible_ridge_is_refused(ridge):
    with pytest.raises(ValueError, match=f"ridge={ridge!r}"):
        PseudoInverseSPCEncoder((4, 4), Bipolar(5), ridge=ridge)


@pytest.mark.parametrize("kind", [SPCEncoder, PseudoInverseSPCEncoder])
def test_gradients_of_the_backprojection(kind):
    encoder = kind((3, 4), Real(-1, 1, 5)).double()
    x = torch.rand(2, 1, 3, 4, dtype=torch.float64).requires_grad_()
    assert torch.autograd.gradcheck(encoder.backproject, x)

    class Backproject(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = encoder

        def forward(self):
            return self.encoder.backproject(x.detach())

    def backproject(latent):
        key = "encoder.parametrizations.pattern.original"
        return torch.func.functional_call(Backproject(), {key: latent}, ())

    latent = 0.9 * encoder.latent.detach()  # away from the ends of the range
    assert torch.autograd.gradcheck(backproject, latent.requires_grad_())
