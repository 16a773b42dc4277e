"""MRI: A = M F with F orthonormal, so A^H A is a convolution, and |M| holds the singular values."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci.encoders import MRIEncoder
from kdci.metrics.encoders.base import Coherence, coherence, singular_values


@singular_values.register
def _(encoder: MRIEncoder) -> Tensor:
    return encoder.pattern.detach().double().abs().flatten().sort(descending=True).values


@coherence.register
def _(encoder: MRIEncoder) -> Coherence:
    """Every column of A^H A is the point-spread function, shifted."""
    spread = point_spread(encoder).flatten()
    center = spread.argmax()  # at DC, as the largest value of a positive measure's transform
    peak = float(spread[center]) or 1.0  # nothing is sampled: all are 0
    spread[center] = 0
    n = len(spread)
    return Coherence.of(float(spread.max()) / peak, n * float(spread.sum()) / peak, columns=n)


def point_spread(encoder: MRIEncoder) -> Tensor:
    """Return the magnitude of the point-spread function A^H A delta, (H, W), centred, float64.

    It is the Fourier transform of the squared mask (Lustig et al. 2007), its largest value the
    fraction of k-space that is sampled.
    """
    power = encoder.pattern.detach().double().square()
    spread: Tensor = torch.fft.fftshift(torch.fft.ifft2(torch.fft.ifftshift(power)))
    return spread.abs()


def sampling_density(encoder: MRIEncoder, rings: int = 16) -> tuple[Tensor, Tensor]:
    """Return (radii, density): the mean squared mask in rings of equal width around DC.

    Args:
        encoder: the encoder.
        rings: how many; radii are their middles, 1 at the nearest edge of k-space. Corners beyond
            the last ring are left out.
    """
    height, width = encoder.image_shape[1:]
    rows, columns = (2 * (torch.arange(n) - n // 2) / n for n in (height, width))
    ring = (torch.hypot(rows[:, None], columns[None]) * rings).long()
    power = encoder.pattern.detach().double().square()
    density = torch.stack([power[ring == k].mean() for k in range(rings)])
    return (torch.arange(rings) + 0.5) / rings, density
