"""A pattern is computed once in a block, each encoder's its own."""

import copy

import pytest
import torch

from kdci import (
    Budget,
    DistillationLoss,
    ImagingSystem,
    MRIEncoder,
    ProbabilisticBudget,
    UNet,
    relax,
)
from kdci.patterns import computed_once
from tests.encoders.explicit import make
from tests.encoders.registry import ENCODERS


@pytest.mark.parametrize("name", ENCODERS)
def test_copy_has_its_own_pattern(name):
    encoder = make(name, (4, 6), torch.float32)
    copied = copy.deepcopy(encoder)
    with torch.no_grad():
        copied.latent.copy_(make(name, (4, 6), torch.float32, seed=1).latent)
    with computed_once(encoder, copied):
        ours, theirs = encoder.pattern, copied.pattern
    assert not torch.equal(ours, theirs)
    torch.testing.assert_close(theirs, copied.pattern)


def test_student_and_the_teacher_relaxed_from_it_are_two():
    student = ImagingSystem(MRIEncoder((16, 16), Budget(8)), UNet())
    loss = DistillationLoss(relax(student, Budget(4)), task=1, decoder=1, encoder=1)
    images = torch.rand(2, 2, 16, 16)
    wanted = loss(student, images)
    with computed_once(student, loss):
        found = loss(student, images)
    assert found["encoder"] == wanted["encoder"] != 0
    torch.testing.assert_close(found, wanted)
    sum(found.values()).backward()
    assert student.encoder.latent.grad.any()


def test_random_pattern_is_drawn_once_in_nested_blocks_and_anew_after_them():
    encoder = MRIEncoder((8, 8), ProbabilisticBudget(4)).train()
    with computed_once(encoder):
        first = encoder.pattern
        with computed_once(encoder):
            assert encoder.pattern is first
        assert encoder.pattern is first
    assert not torch.equal(encoder.pattern, first)


def test_nothing_is_left_after_an_error():
    encoder = MRIEncoder((16, 16), Budget(4))
    with pytest.raises(KeyError), computed_once(encoder):
        raise KeyError
    assert "forward" not in vars(encoder.parametrizations.pattern)
