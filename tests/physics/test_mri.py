import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from kdci.physics import mri

SHAPES = pytest.mark.parametrize("shape", [(4, 4), (5, 5), (3, 6), (4, 7)], ids=str)


def dft(n):
    """Return the centred orthonormal DFT matrix, written out: row k - n // 2, column x."""
    k, x = np.arange(n)[:, None] - n // 2, np.arange(n)[None]
    return np.exp(-2j * np.pi * k * x / n) / np.sqrt(n)


@SHAPES
def test_fourier_is_the_dft_written_out(shape):
    image = torch.randn(1, 2, *shape, dtype=torch.float64)
    values = image[0, 0].numpy() + 1j * image[0, 1].numpy()
    wanted = dft(shape[0]) @ values @ dft(shape[1]).T
    np.testing.assert_allclose(mri.fourier(image)[0].numpy(), wanted, atol=1e-12)


@settings(max_examples=20, derandomize=True)
@given(height=st.integers(1, 20), width=st.integers(1, 20))
def test_inverse_undoes_and_energy_is_kept(height, width):
    image = torch.randn(2, 2, height, width, dtype=torch.float64)
    spectrum = mri.fourier(image)
    torch.testing.assert_close(mri.inverse_fourier(spectrum), image)
    torch.testing.assert_close(spectrum.abs().square().sum(), image.square().sum())


@SHAPES
def test_dc_is_in_the_middle(shape):
    spectrum = mri.fourier(torch.ones(1, 2, *shape))[0].abs()
    assert divmod(int(spectrum.argmax()), shape[1]) == (shape[0] // 2, shape[1] // 2)


@SHAPES
def test_normal_is_adjoint_of_forward_with_noise(shape):
    image = torch.randn(2, 2, *shape, dtype=torch.float64)
    mask = torch.rand(shape, dtype=torch.float64)
    noise = torch.randn(2, *shape, dtype=torch.complex128)
    wanted = mri.adjoint(mri.forward(image, mask) + mask * noise, mask)
    torch.testing.assert_close(mri.normal(image, mask.square(), noise), wanted)


@SHAPES
def test_gram_matrix_is_diagonal_in_kspace(shape):
    n = shape[0] * shape[1]
    rng = np.random.default_rng(0)
    powers = [rng.random(shape), rng.random(shape)]
    f = np.kron(dft(shape[0]), dft(shape[1]))
    grams = [f.conj().T @ np.diag(p.ravel()) @ f for p in powers]
    a, b = (torch.from_numpy(p) for p in powers)
    distance = np.linalg.norm(grams[0] - grams[1]) ** 2 / n
    cosine = np.vdot(*grams).real / (np.linalg.norm(grams[0]) * np.linalg.norm(grams[1]))
    assert float(mri.gram_distance(a, b)) == pytest.approx(distance, rel=1e-12)
    assert float(mri.gram_misalignment(a, b)) == pytest.approx(1 - cosine, rel=1e-9)


@SHAPES
def test_gradients_with_respect_to_image_and_mask(shape):
    image = torch.randn(1, 2, *shape, dtype=torch.float64, requires_grad=True)
    mask = torch.rand(shape, dtype=torch.float64, requires_grad=True)
    kspace = torch.randn(1, *shape, dtype=torch.complex128, requires_grad=True)
    other = torch.rand(shape, dtype=torch.float64)
    assert torch.autograd.gradcheck(mri.forward, (image, mask))
    assert torch.autograd.gradcheck(mri.adjoint, (kspace, mask))
    assert torch.autograd.gradcheck(mri.normal, (image, mask, kspace))
    assert torch.autograd.gradcheck(lambda m: mri.gram_distance(m, other), mask)
    assert torch.autograd.gradcheck(lambda m: mri.gram_misalignment(m, other), mask)


def test_distance_near_the_teacher_does_not_cancel():
    a = torch.rand(64, 64)
    b = a + 1e-6
    wanted = (a.double() - b.double()).square().mean()
    assert float(mri.gram_distance(a, b)) == pytest.approx(float(wanted), rel=1e-3)


def test_mask_without_a_sample_is_orthogonal_to_everything():
    nothing = torch.zeros(3, 4, requires_grad=True)
    other = torch.rand(3, 4, requires_grad=True)
    for pair in ((nothing, other), (other, nothing), (nothing, nothing)):
        misalignment = mri.gram_misalignment(*pair)
        assert misalignment == 1
        for gradient in torch.autograd.grad(misalignment, pair):
            assert gradient.isfinite().all()


def others(x):
    """Return k-space as fastMRI and others make it: the image's origin in the middle."""
    moved = torch.fft.ifftshift(torch.complex(x[:, 0], x[:, 1]), dim=(-2, -1))
    return torch.fft.fftshift(torch.fft.fft2(moved, norm="ortho"), dim=(-2, -1))


ORIGINS = pytest.mark.parametrize("shape", [(4, 4), (5, 5), (3, 6), (4, 7), (1, 2)], ids=str)


@ORIGINS
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_kspace_of_others_is_converted_to_ours_and_back(shape, dtype):
    x = torch.rand(2, 2, *shape, dtype=dtype)
    ours, theirs = mri.fourier(x), others(x)
    torch.testing.assert_close(mri.from_centred_origin(theirs), ours)
    torch.testing.assert_close(mri.to_centred_origin(ours), theirs)
    torch.testing.assert_close(mri.inverse_fourier(mri.from_centred_origin(theirs)), x)
    assert mri.from_centred_origin(theirs).dtype == ours.dtype


@ORIGINS
def test_without_conversion_the_image_comes_back_rolled_by_half_the_field_of_view(shape):
    x = torch.rand(1, 2, *shape)
    halves = [-(n // 2) for n in shape]
    rolled = x.roll(halves, dims=(-2, -1))
    torch.testing.assert_close(mri.inverse_fourier(others(x)), rolled)
