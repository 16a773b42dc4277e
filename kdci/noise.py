"""Measurement noise: how strong it is for an SNR, and where its numbers come from.

A draw returns standard normal numbers shaped like its argument. In training it is
`torch.randn_like`: the global random state decides. In evaluation it is `PerImage`: seed and image
alone decide.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from kdci import checks

Draw = Callable[[Tensor], Tensor]
"""Standard normal numbers with the shape, type and device of the argument; complex: of power 1."""


class PerImage:
    """Numbers of which those of image i are a function of the seed and of i alone.

    They do not depend on how many images are measured at a time, nor on device or precision: they
    are drawn in float64 on the CPU, and rounded.

    Args:
        seed: 0 or more.
        first: index of the image in row 0 of what is drawn for.

    Raises:
        ValueError: if an argument is no integer, or negative.

    Example:
        >>> like = torch.zeros(5, 3)
        >>> torch.equal(PerImage(seed=1)(like)[3:], PerImage(seed=1, first=3)(like[3:]))
        True
    """

    def __init__(self, seed: int, first: int = 0) -> None:
        self.seed = checks.integer_in("seed", seed, 0, 2**63 - 1)
        self.first = checks.integer_in("first", first, 0, 2**63 - 1)

    def __call__(self, like: Tensor) -> Tensor:
        """Return numbers for a batch: row i is that of image ``first + i``."""
        wide = torch.complex128 if like.is_complex() else torch.float64
        rows = [
            torch.randn(like.shape[1:], generator=self._generator(row), dtype=wide)
            for row in range(len(like))
        ]
        return torch.stack(rows).to(like)

    def _generator(self, row: int) -> torch.Generator:
        """Return the generator of one row, independent of those of all other seeds and images."""
        words = np.random.SeedSequence((self.seed, self.first + row)).generate_state(1, np.uint64)
        return torch.Generator().manual_seed(int(words[0]))


def standard_deviation(power: Tensor, snr_db: float) -> Tensor:
    """Return the noise's standard deviation for a signal power and an SNR [dB].

    Raises:
        ValueError: if the SNR is not finite.
    """
    checks.finite("snr_db", snr_db)
    return torch.sqrt(power * 10 ** (-snr_db / 10))


def white(measurements: Tensor, snr_db: float, draw: Draw) -> Tensor:
    """Return white noise like noiseless measurements (B, ...), real or complex.

    The SNR [dB] is that of the measurements of each image, |A x|^2 / |n|^2 over all of them.
    """
    power = measurements.abs().square().mean(dim=tuple(range(1, measurements.ndim)), keepdim=True)
    power = power.clamp_min(1e-30)  # the square root has an infinite slope at 0
    return standard_deviation(power, snr_db) * draw(measurements)


def white_of_pairs(pairs: Tensor, snr_db: float, draw: Draw) -> Tensor:
    """Return white complex noise (B, H, W) for signals (B, 2, H, W): real and imaginary part.

    The SNR [dB] is that of each signal; an orthonormal transform leaves it as it is.
    """
    power = pairs.square().sum(dim=1).mean(dim=(-2, -1))
    std = standard_deviation(power, snr_db).view(-1, 1, 1)
    real, imaginary = draw(pairs).unbind(dim=1)
    return torch.complex(real, imaginary) * (std / 2**0.5)
