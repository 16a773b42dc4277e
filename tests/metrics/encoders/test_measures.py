"""Every measure, from structure, against the explicit matrix, for every encoder of the registry."""

import pytest
import torch

from kdci import Budget, MRIEncoder
from kdci.encoders import Encoder
from kdci.metrics.encoders import coherence, condition_number, gram_matrix, singular_values
from tests.encoders.registry import ENCODERS

every_encoder = pytest.mark.parametrize("name", ENCODERS)
shapes = pytest.mark.parametrize("shape", [(4, 4), (5, 5), (3, 6), (4, 7)], ids=str)


@torch.no_grad()
def matrix(encoder):
    """Return A, complex for complex images: a column for each unknown."""
    channels, height, width = encoder.image_shape
    n = height * width * (1 if encoder.complex_images else channels)
    basis = torch.zeros(n, channels * height * width, dtype=torch.float64)
    basis[:, :n] = torch.eye(n)
    return encoder.double().measure(basis.view(n, *encoder.image_shape)).flatten(1).T


@every_encoder
@shapes
def test_singular_values_are_those_of_the_matrix(name, shape):
    encoder = ENCODERS[name].make(shape, 0)
    a = matrix(encoder)
    values = singular_values(encoder)
    assert len(values) == min(len(a), a.shape[1])
    torch.testing.assert_close(values, torch.linalg.svdvals(a)[: len(values)], rtol=0, atol=1e-7)


@every_encoder
@shapes
def test_condition_number_is_that_of_the_pseudo_inverse(name, shape):
    encoder = ENCODERS[name].make(shape, 0)
    a = matrix(encoder)
    wanted = torch.linalg.matrix_norm(a, 2) * torch.linalg.matrix_norm(torch.linalg.pinv(a), 2)
    assert condition_number(encoder) == pytest.approx(float(wanted), rel=1e-5)


@every_encoder
@shapes
def test_coherence_is_that_of_the_matrix(name, shape):
    encoder = ENCODERS[name].make(shape, 0)
    a = matrix(encoder)
    norms = a.abs().square().sum(dim=0).sqrt()
    a = a[:, norms > 1e-9] / norms[norms > 1e-9]
    products = (a.mH @ a).abs()
    off_diagonal = products[~torch.eye(len(products), dtype=torch.bool)]
    found = coherence(encoder)
    assert found.mutual == pytest.approx(float(off_diagonal.max()), abs=1e-6)
    assert found.average == pytest.approx(float(off_diagonal.mean()), abs=1e-6)


@every_encoder
@shapes
def test_gram_matrix_is_that_of_the_matrix(name, shape):
    encoder = ENCODERS[name].make(shape, 0)
    found = gram_matrix(encoder)
    a = matrix(encoder)
    wanted = (encoder.scale * a.mH @ a).abs().float()
    torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-5)


def test_gram_matrix_of_a_large_encoder_is_refused():
    with pytest.raises(ValueError, match="4096 unknowns: .* at most 1024"):
        gram_matrix(MRIEncoder((64, 64), Budget(8)))


def test_binary_mri_masks_have_condition_number_one():
    assert condition_number(MRIEncoder((64, 64), Budget(8))) == 1


@pytest.mark.parametrize("measure", [singular_values, coherence])
def test_unknown_encoder_is_named(measure):
    class Other(Encoder):
        measure = adjoint = noise = gram_distance = gram_misalignment = None

    other = Other((1, 2, 2), torch.zeros(2, 2), MRIEncoder((2, 2), Budget(2)).constraint)
    with pytest.raises(TypeError, match="Other has not registered"):
        measure(other)
