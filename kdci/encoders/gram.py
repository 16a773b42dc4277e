r"""Gram distance and misalignment of any two encoders that see the same images.

For :math:`G = s A^H A`, s the scale, all is exact up to `LARGEST` numbers, by products of explicit
rows. Beyond, it is estimated from random signs z (Hutchinson 1990): :math:`E[z z^T] = I`, hence

.. math:: E \|(G - G') z\|^2 = \|G - G'\|_F^2 \quad\text{and}\quad E \langle G z, G' z\rangle =
    \langle G, G'\rangle.

The same signs are drawn at each call, so that a loss is the same function at each step. Both ways
are differentiable with respect to both patterns.
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor

from kdci.encoders import explicit
from kdci.patterns import computed_once
from kdci.physics import gram

if TYPE_CHECKING:
    from kdci.encoders.base import Encoder

LARGEST = 2**20
"""Numbers of the largest matrices: m x n rows, and the m x m products of rows."""
PROBES = 64
"""Random images from which the estimates are made."""


class EstimateWarning(UserWarning):
    """Says that what is returned is an estimate, and how far off it may be."""


class Estimate(NamedTuple):
    """A mean over random probes, and the standard error of that mean, as the probes scatter."""

    value: Tensor
    standard_error: float


def distance(ours: Encoder, theirs: Encoder) -> Tensor:
    """Return |G - G'|_F^2 / n, n the numbers of an image; estimated beyond `LARGEST` numbers.

    The standard error of the estimate is at most sqrt(2 / probes) times the distance.

    Raises:
        ValueError: if the encoders' images have different shapes.
    """
    check_same_images(ours, theirs)
    with computed_once(ours, theirs):  # a random pattern is drawn once
        if not is_exact(ours, theirs):
            _warn(ours, theirs, "Gram distance", "relative standard error", math.sqrt(2 / PROBES))
            return estimated_distance(ours, theirs).value
        a, b = (encoder.scale**0.5 * explicit.rows(encoder) for encoder in (ours, theirs))
        return gram.gram_distance(a, b) / explicit.unknowns(ours)


def misalignment(ours: Encoder, theirs: Encoder) -> Tensor:
    """Return one minus the cosine between G and G'; estimated beyond `LARGEST` numbers.

    The estimate is a ratio of unbiased ones. It is 0 where G and G' are proportional, whatever the
    probes; its standard error is at most sqrt(8 / probes).

    Raises:
        ValueError: if the encoders' images have different shapes.
    """
    check_same_images(ours, theirs)
    with computed_once(ours, theirs):
        if not is_exact(ours, theirs):
            _warn(ours, theirs, "Gram misalignment", "standard error", math.sqrt(8 / PROBES))
            return estimated_misalignment(ours, theirs).value
        return gram.gram_misalignment(explicit.rows(ours), explicit.rows(theirs))


def estimated_distance(
    ours: Encoder, theirs: Encoder, probes: int = PROBES, seed: int = 0
) -> Estimate:
    """Return an unbiased estimate of |G - G'|_F^2 / n from random probes, at any size."""
    a, b = _products(ours, theirs, probes, seed)
    each = (a - b).square().sum(dim=1, dtype=torch.float64) / explicit.unknowns(ours)
    return Estimate(each.mean().to(a.dtype), _standard_error(each))


def estimated_misalignment(
    ours: Encoder, theirs: Encoder, probes: int = PROBES, seed: int = 0
) -> Estimate:
    """Return an estimate of one minus the cosine between G and G', at any size.

    Its standard error is that of the ratio to first order (delta method).
    """
    a, b = (products.double() for products in _products(ours, theirs, probes, seed))
    both, first, second = ((x * y).sum(dim=1) for x, y in ((a, b), (a, a), (b, b)))
    norms = (first.mean() * second.mean()).clamp_min(1e-300).sqrt()
    cosine = both.mean() / norms
    shares = (x / x.mean().clamp_min(1e-300) for x in (first, second))
    each = both / norms - cosine * sum(shares) / 2
    return Estimate((1 - cosine).to(ours.latent.dtype), _standard_error(each))


def check_same_images(ours: Encoder, theirs: Encoder) -> None:
    """Check that two encoders measure images of one shape.

    Raises:
        ValueError: if they do not.
    """
    if ours.image_shape != theirs.image_shape:
        found = f"other: {explicit.name(theirs)} of images of shape {theirs.image_shape}"
        raise ValueError(f"{found}: must be {ours.image_shape}, as this encoder's")


def is_exact(*encoders: Encoder) -> bool:
    """Return whether rows of all encoders, and products of rows, have at most `LARGEST` numbers."""
    return all(m * max(m, n) <= LARGEST for m, n in map(_size, encoders))


def _size(encoder: Encoder) -> tuple[int, int]:
    return explicit.flat(explicit.black(encoder)).shape[1], explicit.unknowns(encoder)


def _products(ours: Encoder, theirs: Encoder, probes: int, seed: int) -> tuple[Tensor, Tensor]:
    """Return G z and G' z for random signs z, (probes, n) each."""
    latent, generator = ours.latent, torch.Generator().manual_seed(seed)
    signs = torch.randint(2, (probes, *ours.image_shape), generator=generator) * 2 - 1
    z = signs.to(latent)
    with computed_once(ours, theirs):
        a, b = (e.scale * e.adjoint(e.measure(z)).flatten(1) for e in (ours, theirs))
    return a, b


def _standard_error(each: Tensor) -> float:
    return float(each.detach().std()) / math.sqrt(len(each))


def _warn(ours: Encoder, theirs: Encoder, what: str, error: str, at_most: float) -> None:
    """Say that a value is estimated; Python shows a warning of the same words once."""
    larger = max((ours, theirs), key=lambda encoder: math.prod(_size(encoder)))
    measurements, unknowns = _size(larger)
    text = (
        f"{explicit.name(larger)}: {measurements:,} measurements of {unknowns:,} unknowns: the "
        f"{what} is exact up to {LARGEST:,} numbers, and here estimated from {PROBES} random "
        f"images, with a {error} of at most {at_most:.0%}"
    )
    warnings.warn(text, EstimateWarning, stacklevel=4)
