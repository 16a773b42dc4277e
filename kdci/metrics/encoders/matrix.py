"""The matrix A of any encoder, column by column, from its ``measure`` alone.

Where images are complex and measurements, too, A is a complex matrix, with a column for each
complex unknown; else it is one of real numbers, complex measurements as two of them.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor

from kdci.encoders import Encoder, explicit
from kdci.patterns import computed_once

AT_A_TIME = 2**22
"""Numbers of the images that are measured at a time."""


def in_double(encoder: Encoder) -> Encoder:
    """Return a copy in float64; the encoder stays as it was."""
    return copy.deepcopy(encoder).double()


@torch.no_grad()
def size(encoder: Encoder) -> tuple[int, int]:
    """Return (m, n), the rows and columns of A."""
    measurements = explicit.black(encoder)
    n = explicit.unknowns(encoder)
    if _is_complex(encoder, measurements):
        return measurements[0].numel(), n // 2
    return explicit.flat(measurements).shape[1], n


@torch.no_grad()
def columns(encoder: Encoder, indices: Tensor) -> Tensor:
    """Return columns of A, (m, k), float64 or complex128, each measured as an image of one pixel.

    Args:
        encoder: the encoder.
        indices: which columns, k integers from 0 to n - 1.
    """
    encoder, n = in_double(encoder), explicit.unknowns(encoder)
    found = []
    with computed_once(encoder):  # a random pattern is drawn once
        for block in indices.split(max(1, AT_A_TIME // n)):
            images = encoder.latent.new_zeros(len(block), n)
            images[torch.arange(len(block)), block] = 1
            measured = encoder.measure(images.view(-1, *encoder.image_shape))
            complex_matrix = _is_complex(encoder, measured)
            found.append(measured.flatten(1) if complex_matrix else explicit.flat(measured))
    return torch.cat(found).T


def _is_complex(encoder: Encoder, measurements: Tensor) -> bool:
    return encoder.complex_images and measurements.is_complex()
