"""A copy of an encoder shares nothing with it, not even where patterns are cached."""

import copy

import pytest
import torch
from torch.nn.utils import parametrize

from kdci import Budget, DistillationLoss, ImagingSystem, MRIEncoder, UNet, relax
from tests.encoders.explicit import make
from tests.encoders.registry import ENCODERS

every_encoder = pytest.mark.parametrize("name", ENCODERS)


@every_encoder
def test_copy_has_its_own_pattern_where_patterns_are_cached(name):
    encoder = make(name, (4, 6), torch.float32)
    copied = copy.deepcopy(encoder)
    with torch.no_grad():
        copied.latent.copy_(make(name, (4, 6), torch.float32, seed=1).latent)
    with parametrize.cached():
        ours, theirs = encoder.pattern, copied.pattern
    assert not torch.equal(ours, theirs)
    torch.testing.assert_close(theirs, copied.pattern)


@every_encoder
def test_copy_is_as_the_original(name):
    encoder = make(name, (4, 6), torch.float64, seed=2).requires_grad_(False)
    copied = copy.deepcopy(copy.deepcopy(encoder))
    assert parametrize.type_before_parametrizations(copied) is type(encoder).__mro__[1]
    assert copied.state_dict().keys() == encoder.state_dict().keys()
    assert not copied.latent.requires_grad
    assert copied.constraint.training == encoder.constraint.training
    assert repr(copied) == repr(encoder)
    assert torch.equal(copied.eval().pattern, encoder.eval().pattern)


def test_student_and_the_teacher_relaxed_from_it_are_two_in_training():
    student = ImagingSystem(MRIEncoder((16, 16), Budget(8)), UNet())
    loss = DistillationLoss(relax(student, Budget(4)), task=1, decoder=1, encoder=1)
    images = torch.rand(2, 2, 16, 16)
    wanted = loss(student, images)
    with parametrize.cached():
        found = loss(student, images)
    assert found["encoder"] == wanted["encoder"] != 0
    torch.testing.assert_close(found, wanted)
    sum(found.values()).backward()
    assert student.encoder.latent.grad.any()
