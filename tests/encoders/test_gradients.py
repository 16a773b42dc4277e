"""Proofs that every encoder owes: the gradients of images, patterns and latents."""

import copy

import pytest
import torch

from tests.encoders.explicit import images_for, make
from tests.encoders.registry import ENCODERS, SMALL

every_encoder = pytest.mark.parametrize("name", ENCODERS)
smooth = pytest.mark.parametrize("name", [n for n, entry in ENCODERS.items() if entry.smooth])
stepped = pytest.mark.parametrize("name", [n for n, e in ENCODERS.items() if not e.smooth])


def gradcheck(function, at, shape):
    """Check a gradient: each entry for the first shape, and random directions for the others."""
    return torch.autograd.gradcheck(function, at, fast_mode=shape != SMALL[0])


small_shapes = pytest.mark.parametrize("shape", SMALL, ids=str)


@every_encoder
@small_shapes
def test_gradient_with_respect_to_the_image(name, shape):
    encoder = make(name, shape, torch.float64).requires_grad_(False)
    x = images_for(encoder, torch.float64, 0, count=1).requires_grad_()
    assert gradcheck(encoder.measure, x, shape)
    assert gradcheck(encoder.backproject, x, shape)


class Designed(torch.nn.Module):
    """All that a pattern decides: measurement, adjoint, back-projection and Gram distances."""

    def __init__(self, encoder, name):
        super().__init__()
        self.encoder = encoder
        self.other = make(name, encoder.image_shape[1:], torch.float64, seed=1)
        self.x = images_for(encoder, torch.float64, 0, count=1)
        self.y = encoder.measure(self.x).detach()

    def forward(self):
        distances = (
            d(self.other) for d in (self.encoder.gram_distance, self.encoder.gram_misalignment)
        )
        return (
            self.encoder.measure(self.x),
            self.encoder.adjoint(self.y),
            self.encoder.backproject(self.x),
            *distances,
        )

    def of(self, latent):
        key = "encoder.parametrizations.pattern.original"
        return torch.func.functional_call(self, {key: latent}, ())

    def gradient(self):
        """Return the latent's gradient of a random mixture of everything."""
        torch.manual_seed(0)
        mixture = sum((o * torch.randn_like(o)).sum().real for o in self())
        return torch.autograd.grad(mixture, self.encoder.latent)[0]


def without_constraint(encoder):
    """Return a copy whose latent is the pattern; how its constraint takes the square stays."""
    free = copy.deepcopy(encoder)
    free.constraint.forward = lambda latent: latent
    with torch.no_grad():
        free.latent.copy_(encoder.pattern)
    return free


@every_encoder
@small_shapes
def test_gradient_with_respect_to_the_pattern(name, shape):
    encoder = without_constraint(make(name, shape, torch.float64))
    everything = Designed(encoder, name)
    latent = encoder.latent.detach().clone().requires_grad_()
    assert gradcheck(everything.of, latent, shape)


@smooth
@small_shapes
def test_gradient_with_respect_to_the_latent(name, shape):
    encoder = make(name, shape, torch.float64)
    everything = Designed(encoder, name)
    latent = encoder.latent.detach().clone().requires_grad_()
    assert gradcheck(everything.of, latent, shape)


@stepped
@small_shapes
def test_gradient_of_a_stepped_pattern_goes_straight_through_to_the_latent(name, shape):
    encoder = make(name, shape, torch.float64)
    found, wanted = (Designed(e, name).gradient() for e in (encoder, without_constraint(encoder)))
    assert wanted.any()
    torch.testing.assert_close(found, wanted)
