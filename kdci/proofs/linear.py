"""That ``measure`` is linear, and that ``adjoint`` is its adjoint."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci.encoders import Encoder, explicit
from kdci.proofs.report import Found, small

BOUNDS = {torch.float32: 1e-5, torch.float64: 1e-12}
"""Relative errors that rounding may make."""


def images(encoder: Encoder, seed: int, count: int = 2) -> Tensor:
    """Return standard normal images (B, C, H, W) in the encoder's precision."""
    generator = torch.Generator().manual_seed(seed)
    shape = (count, *encoder.image_shape)
    return torch.randn(shape, generator=generator, dtype=torch.float64).to(encoder.latent)


def measurements(encoder: Encoder, seed: int) -> Tensor:
    """Return measurements that resemble those of `images`, so that products are not near zero."""
    measured = encoder.measure(images(encoder, seed))
    noise = torch.randn(
        explicit.flat(measured).shape,
        generator=torch.Generator().manual_seed(seed + 1),
        dtype=torch.float64,
    )
    return measured + measured.abs().mean() * explicit.like(noise.to(encoder.latent), measured)


@torch.no_grad()
def shapes(encoder: Encoder) -> Found:
    """The adjoint of measurements of images is a batch of images again, in their precision."""
    x = images(encoder, 0, count=3)
    y = encoder.measure(x)
    back = encoder.adjoint(y)
    good = back.shape == x.shape and len(y) == len(x) and back.dtype == x.dtype
    found = f"{tuple(x.shape)} measured as {tuple(y.shape)}, projected back as {tuple(back.shape)}"
    return good, f"{found}, {y.dtype} and {back.dtype}"


@torch.no_grad()
def dot_test(encoder: Encoder) -> Found:
    """<A x, y> = <x, A^H y>, relative to <A x, y>, in the encoder's precision."""
    x, y = images(encoder, 0), measurements(encoder, 0)
    left = (explicit.flat(encoder.measure(x)) * explicit.flat(y)).sum()
    right = (x.flatten(1) * encoder.adjoint(y).flatten(1)).sum()
    return _equal(right, left)


@torch.no_grad()
def linear_measure(encoder: Encoder) -> Found:
    """A (2 x - 3 x') = 2 A x - 3 A x'."""
    a, b = images(encoder, 0), images(encoder, 7)
    wanted = 2 * encoder.measure(a) - 3 * encoder.measure(b)
    return _equal(encoder.measure(2 * a - 3 * b), wanted)


@torch.no_grad()
def linear_adjoint(encoder: Encoder) -> Found:
    """A^H (2 y - 3 y') = 2 A^H y - 3 A^H y'."""
    a, b = measurements(encoder, 0), measurements(encoder, 7)
    wanted = 2 * encoder.adjoint(a) - 3 * encoder.adjoint(b)
    return _equal(encoder.adjoint(2 * a - 3 * b), wanted)


@torch.no_grad()
def one_at_a_time(encoder: Encoder) -> Found:
    """The measurements of an image do not depend on the others of its batch."""
    batch = images(encoder, 0, count=3)
    alone = torch.cat([encoder.measure(image[None]) for image in batch])
    return _equal(encoder.measure(batch), alone)


def _equal(found: Tensor, wanted: Tensor) -> Found:
    """Return whether values are as wanted, to the rounding of their precision."""
    error = (found - wanted).norm() / wanted.norm().clamp_min(1e-30)
    return small("relative error", float(error), BOUNDS[wanted.real.dtype])
