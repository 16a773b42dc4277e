"""Encoders of the registry in a precision, images for them, and their explicit matrices."""

import torch

from tests.encoders.registry import ENCODERS


def make(name, shape, dtype, seed=0):
    return ENCODERS[name].make(shape, seed).to(dtype)


def real(values):
    """Return the values as real numbers, in one dimension for each image."""
    return (torch.view_as_real(values) if values.is_complex() else values).flatten(1)


def images_for(encoder, dtype, seed, count=2):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(count, *encoder.image_shape, dtype=dtype, generator=generator)


def matrix(encoder):
    """Return the real matrix of ``measure``, column by column, from the images of one pixel."""
    n = torch.Size(encoder.image_shape).numel()
    basis = torch.eye(n, dtype=torch.float64).view(n, *encoder.image_shape)
    return real(encoder.measure(basis)).T.detach()
