"""Every measure, from structure, against the explicit matrix, for every encoder of the registry."""

import pytest
import torch

from kdci import Budget, MRIEncoder
from kdci.metrics.encoders import coherence, condition_number, gram_matrix, singular_values
from tests.encoders.registry import ENCODERS, SMALL
from tests.metrics.encoders.explicit import explicit_coherence, explicit_condition_number, matrix

every_encoder = pytest.mark.parametrize("name", ENCODERS)
shapes = pytest.mark.parametrize("shape", SMALL, ids=str)


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
    assert condition_number(encoder) == pytest.approx(explicit_condition_number(a), rel=1e-5)


@every_encoder
@shapes
def test_coherence_is_that_of_the_matrix(name, shape):
    encoder = ENCODERS[name].make(shape, 0)
    wanted, found = explicit_coherence(matrix(encoder)), coherence(encoder)
    assert found.mutual == pytest.approx(wanted.mutual, abs=1e-6)
    assert found.average == pytest.approx(wanted.average, abs=1e-6)


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
