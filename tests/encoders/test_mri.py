import pytest
import torch

from kdci import Budget, MRIEncoder, Real


def test_default_latent_is_small_random_and_reproducible():
    first, again, other = (MRIEncoder((64, 64), Budget(8), seed=seed) for seed in (1, 1, 2))
    assert torch.equal(first.latent, again.latent)
    assert not torch.equal(first.latent, other.latent)
    assert 0.009 < first.latent.std().item() < 0.011


@pytest.mark.parametrize("acceleration", [2, 3, 4, 8, 16])
@pytest.mark.parametrize("shape", [(64, 64), (63, 80), (320, 320)], ids=str)
def test_measures_exactly_the_budget(shape, acceleration):
    encoder = MRIEncoder(shape, Budget(acceleration))
    measured = encoder.measure(torch.rand(1, 2, *shape))
    assert int((measured != 0).sum()) == round(shape[0] * shape[1] / acceleration)


@pytest.mark.parametrize("acceleration", [0.5, 0, -1, 257, float("nan"), float("inf")])
def test_impossible_acceleration_is_refused(acceleration):
    with pytest.raises(ValueError, match=f"acceleration={acceleration}"):
        MRIEncoder((16, 16), Budget(acceleration))


@pytest.mark.parametrize("shape", [(0, 4), (4,), (4, 4, 4), (4.0, 4), (-4, 4)], ids=str)
def test_impossible_shape_is_refused(shape):
    with pytest.raises(ValueError, match="shape="):
        MRIEncoder(shape, Real())


def test_latent_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"latent: shape \(4, 5\): must be \(4, 4\)"):
        MRIEncoder((4, 4), Real(), torch.zeros(4, 5))


@pytest.mark.parametrize("snr_db", [0.0, 20.0])
def test_noise_has_the_snr_of_the_fully_sampled_kspace(snr_db):
    encoder = MRIEncoder((64, 64), Budget(1)).requires_grad_(False)
    x = torch.rand(16, 2, 64, 64)
    torch.manual_seed(0)
    noise = encoder.noise(x, snr_db)
    ratio = encoder.measure(x).abs().square().mean() / noise.abs().square().mean()
    assert abs(10 * float(torch.log10(ratio)) - snr_db) < 0.1


def test_noisy_backprojection_masks_the_noise_once():
    encoder = MRIEncoder((8, 8), Real(), torch.full((8, 8), 0.5))
    x = torch.rand(4, 2, 8, 8)
    torch.manual_seed(0)
    noisy = encoder.backproject(x, 10.0)
    torch.manual_seed(0)
    expected = encoder.adjoint(encoder.measure(x) + encoder.noise(x, 10.0))
    torch.testing.assert_close(noisy, expected)


def test_a_point_that_is_not_sampled_gets_a_gradient():
    torch.manual_seed(0)
    encoder, x = MRIEncoder((16, 16), Budget(8)), torch.rand(4, 2, 16, 16)
    (encoder.backproject(x) - x).square().mean().backward()
    unsampled = encoder.pattern == 0
    assert (encoder.latent.grad[unsampled] < 0).all()  # a descent step raises the latents


def test_noise_is_zero_where_nothing_is_sampled():
    encoder = MRIEncoder((8, 8), Budget(4)).requires_grad_(False)
    torch.manual_seed(0)
    noise = encoder.noise(torch.rand(3, 2, 8, 8), 10.0)
    assert torch.equal(noise != 0, (encoder.pattern != 0).expand(3, 8, 8))
