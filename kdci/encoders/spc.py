"""The single-pixel camera: a few patterns, one number measured through each."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Self

import torch
from torch import Tensor

from kdci import checks
from kdci.constraints import Constraint
from kdci.encoders.base import Encoder
from kdci.noise import Draw
from kdci.physics import spc

Solver = Callable[[Tensor, Tensor, tuple[int, int], float], Tensor]
"""From measurements, patterns, shape and ridge to images; see `kdci.physics.spc.pseudo_inverse`."""


def patterns_for(ratio: float, shape: tuple[int, int]) -> int:
    """Return the number of patterns S = round(ratio H W) of a compression ratio gamma = S / n.

    Raises:
        ValueError: if the ratio is not from 1 / (H W) to 1: one pattern, to as many as pixels.
    """
    n = math.prod(checks.image_shape("shape", shape))
    return round(n * checks.number_in("ratio", ratio, 1 / n, 1, "1 / pixels to 1"))


class SPCEncoder(Encoder):
    """y = H x: the pattern is H, (S, n), a row for each of the S measurements of n = H W pixels.

    Args:
        shape: (H, W) of the images, (B, 1, H, W).
        constraint: what the patterns may be and how many, for instance ``Bipolar(patterns=51)``.
        latent: initial latent (S, n); where it is left out, the constraint draws it.
        seed: seed of what is drawn.

    Raises:
        ValueError: if the shape is not two positive integers, the constraint has no patterns, more
            than pixels, or several bands, or the latent's shape is another or its patterns are all
            zero.

    Example:
        >>> from kdci import Bipolar
        >>> encoder = SPCEncoder((32, 32), Bipolar(patterns=patterns_for(0.1, (32, 32))))
        >>> tuple(encoder.pattern.shape)
        (102, 1024)
    """

    axes = "patterns, pixels"
    example = "Bipolar(patterns=51)"

    def __init__(
        self,
        shape: tuple[int, int],
        constraint: Constraint,
        latent: Tensor | None = None,
        seed: int = 0,
    ) -> None:
        shape = checks.image_shape("shape", shape)
        wanted = self._latent_shape(constraint, math.prod(shape))
        super().__init__((1, *shape), wanted, constraint, latent, seed)

    @property
    def scale(self) -> float:
        """1 / n: for orthogonal rows of -1 and +1, scale H^T H projects onto their span."""
        return 1 / math.prod(self.image_shape)

    def relaxed(self, constraint: Constraint) -> Self:
        """Return a copy with another constraint, and with as many patterns as that one says.

        The first rows of the latent are kept; more are drawn with the encoder's seed.

        Raises:
            ValueError: if the constraint is impossible for this encoder.
        """
        wanted = self._latent_shape(constraint, self.latent.shape[1])
        latent = self.draw(constraint, wanted).to(self.latent)
        kept = min(len(latent), len(self.latent))
        latent[:kept] = self.latent.detach()[:kept]
        return self._with(constraint, latent)

    @classmethod
    def _latent_shape(cls, constraint: Constraint, n: int) -> tuple[int, int]:
        """Return (patterns, pixels) if the constraint says how many patterns, and not too many."""
        patterns, bands = cls.counts(constraint)
        checks.integer_in("bands", bands, 1, 1, "a single-pixel camera sees no bands")
        return checks.integer_in("patterns", patterns, 1, n, "at most the pixels"), n

    @property
    def measurement_shape(self) -> tuple[int, ...]:
        """(S,): a number for each pattern."""
        return (len(self.latent),)

    def measure(self, images: Tensor) -> Tensor:
        """Return H x, (B, S)."""
        return spc.forward(self.check(images), self.pattern)

    def adjoint(self, measurements: Tensor) -> Tensor:
        """Return H^T y, (B, 1, H, W), not scaled."""
        return spc.adjoint(
            self.check_measurements(measurements), self.pattern, self.image_shape[1:]
        )

    def gram_distance(self, other: Encoder) -> Tensor:
        """Return |H^T H - K^T K|_F^2 / n^3, which is |G - G'|_F^2 / n for G = H^T H / n.

        For a subset of the same orthogonal rows of -1 and +1: the difference of the ratios S / n.
        """
        if not isinstance(other, SPCEncoder):
            return super().gram_distance(other)
        return self.scale**3 * spc.gram_distance(self.pattern, other.pattern)

    def gram_misalignment(self, other: Encoder) -> Tensor:
        """Return one minus the Gram cosine; see `kdci.physics.spc.gram_misalignment`."""
        if not isinstance(other, SPCEncoder):
            return super().gram_misalignment(other)
        return spc.gram_misalignment(self.pattern, other.pattern)


class PseudoInverseSPCEncoder(SPCEncoder):
    """An `SPCEncoder` whose decoder starts from the regularised pseudo-inverse of H.

    Its Gram matrices, and so the distances, are still those of H.

    Args:
        shape, constraint, latent, seed: see `SPCEncoder`.
        ridge: regularisation relative to n, 1e-9 to 1e6; see `kdci.physics.spc.pseudo_inverse`.

    Raises:
        ValueError: if an argument is out of its range.
    """

    def __init__(
        self,
        shape: tuple[int, int],
        constraint: Constraint,
        latent: Tensor | None = None,
        seed: int = 0,
        ridge: float = 1e-3,
    ) -> None:
        checks.number_in("ridge", ridge, 1e-9, 1e6)
        super().__init__(shape, constraint, latent, seed)
        self.ridge = ridge
        self._solve: Solver = spc.pseudo_inverse

    def extra_repr(self) -> str:
        """Return the settings, for printing."""
        return f"ridge={self.ridge:g}"

    def backproject(
        self, images: Tensor, snr_db: float | None = None, draw: Draw = torch.randn_like
    ) -> Tensor:
        """Return H^T (H H^T + ridge n I)^-1 (H x + n), (B, 1, H, W)."""
        measurements = self.noisy(images, snr_db, draw)
        return self._solve(measurements, self.pattern, self.image_shape[1:], self.ridge)

    def exportable(self) -> Self:
        """Return a copy of the same measurements, with a constant inverse instead of a solver."""
        other = super().exportable()
        inverse = spc.constant_inverse(other.pattern, self.ridge)
        other._solve = partial(spc.pseudo_inverse_by, inverse)
        return other
