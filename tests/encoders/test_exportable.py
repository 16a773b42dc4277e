"""The encoder that is exported measures what the encoder measures, with a pattern that stays."""

import pytest
import torch

from kdci.constraints import Frozen
from kdci.physics import cassi
from tests.encoders.explicit import images_for, make
from tests.encoders.registry import ENCODERS

every_encoder = pytest.mark.parametrize("name", ENCODERS)


@every_encoder
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_it_measures_and_projects_back_the_same(name, dtype):
    encoder = make(name, (6, 8), dtype)
    exported, x = encoder.exportable(), images_for(encoder, dtype, 0)
    y = encoder.measure(x)
    torch.testing.assert_close(exported.measure(x), y)
    torch.testing.assert_close(exported.adjoint(y), encoder.adjoint(y))
    torch.testing.assert_close(exported.backproject(x), encoder.backproject(x))
    noise = (e.noise(x, 20.0, torch.ones_like) for e in (exported, encoder))
    torch.testing.assert_close(*noise)


@every_encoder
def test_its_pattern_is_a_constant_and_the_encoder_stays_as_it_was(name):
    encoder = make(name, (6, 8), torch.float32).train()
    before, constraint = encoder.latent.clone(), encoder.constraint
    exported = encoder.exportable()
    assert isinstance(exported.constraint, Frozen)
    assert not exported.pattern.requires_grad
    exported.latent.zero_()
    assert encoder.constraint is constraint
    assert torch.equal(encoder.latent, before)
    assert encoder.latent.requires_grad
    assert encoder.training


@pytest.mark.parametrize("name", ["cassi-binary", "spc-pseudo-inverse-bipolar"])
def test_it_uses_neither_our_functions_of_autograd_nor_a_solver(name, monkeypatch):
    encoder = make(name, (6, 8), torch.float32)
    exported, x = encoder.exportable(), images_for(encoder, torch.float32, 0)
    wanted = encoder.backproject(x)
    monkeypatch.setattr(cassi, "partial_gradient", None)
    monkeypatch.setattr(torch.linalg, "cholesky", None)
    torch.testing.assert_close(exported.backproject(x), wanted)
    with pytest.raises((AttributeError, TypeError)):
        encoder.backproject(x)
