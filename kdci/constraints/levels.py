"""What values a coded aperture can take: real in a range, or a few levels of one."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci import checks
from kdci.constraints.base import Constraint, clipped, straight_through

SPREAD = 0.02
"""How far from its threshold a two-level latent starts, as a share of half its range."""


class Real(Constraint):
    """Real-valued in [low, high], with no budget: the loosest relaxation.

    The latent is the pattern, clipped. A gradient passes but where it would push a clipped latent
    further out.

    Args:
        low: smallest value.
        high: largest value, above ``low``.
        patterns: how many patterns are used one after the other: rows of a single-pixel camera,
            snapshots of SD-CASSI; an MRI mask is one.
        bands: into how many spectral bands a pattern is divided: 1, or all of them for a coloured
            aperture of SD-CASSI.

    Raises:
        ValueError: if an argument is out of its range.
    """

    def __init__(
        self, low: float = 0.0, high: float = 1.0, patterns: int = 1, bands: int = 1
    ) -> None:
        super().__init__()
        checks.finite("low", low)
        checks.finite("high", high)
        if not low < high:
            raise ValueError(f"high={high!r}: must be above low={low!r}")
        checks.integer_in("patterns", patterns, 1, 10**6)
        checks.integer_in("bands", bands, 1, 10**4)
        self.low, self.high, self.patterns, self.bands = low, high, patterns, bands

    def extra_repr(self) -> str:
        """Return the settings, for printing."""
        return f"{self.low:g} to {self.high:g}, patterns={self.patterns}, bands={self.bands}"

    def draw(self, shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
        """Return random latents of ``shape``, uniform between ``low`` and ``high``."""
        return self.low + (self.high - self.low) * torch.rand(shape, generator=generator)

    def forward(self, latent: Tensor) -> Tensor:
        """Return the latent clipped to [low, high]."""
        return clipped(latent, self.low, self.high)


class Levels(Real):
    """The nearest of ``levels`` evenly spaced values from ``low`` to ``high``, straight-through.

    A latent halfway between two levels goes to the upper one.

    Args:
        levels: how many, 2 or more.
        low: smallest value.
        high: largest value, above ``low``.
        patterns: see `Real`.
        bands: see `Real`.

    Raises:
        ValueError: if an argument is out of its range.
    """

    def __init__(
        self, levels: int, low: float, high: float, patterns: int = 1, bands: int = 1
    ) -> None:
        super().__init__(low, high, patterns, bands)
        checks.integer_in("levels", levels, 2, 2**16)
        self.levels = levels

    def extra_repr(self) -> str:
        """Return the settings, for printing."""
        return f"{self.levels} levels, {super().extra_repr()}"

    def forward(self, latent: Tensor) -> Tensor:
        """Return the nearest level to each latent."""
        inside = clipped(latent, self.low, self.high)
        step = (self.high - self.low) / (self.levels - 1)
        nearest = torch.floor((inside.detach() - self.low) / step + 0.5)
        return straight_through(inside, self.low + step * nearest)


class TwoLevels(Levels):
    """The lower or the upper of two values.

    Training should start with latents close to the threshold, where a small step decides.
    """

    def __init__(self, low: float, high: float, patterns: int = 1, bands: int = 1) -> None:
        super().__init__(2, low, high, patterns, bands)

    def start_at(self, values: Tensor) -> Tensor:
        """Return latents on the same side of the threshold as ``values``, but close to it."""
        threshold = (self.low + self.high) / 2
        return threshold + SPREAD * (values - threshold)


class Binary(TwoLevels):
    """0 or 1: an aperture that blocks light or lets it pass."""

    def __init__(self, patterns: int = 1, bands: int = 1) -> None:
        super().__init__(0.0, 1.0, patterns, bands)


class Bipolar(TwoLevels):
    """-1 or +1: two complementary 0/1 apertures, whose measurements are subtracted."""

    def __init__(self, patterns: int = 1, bands: int = 1) -> None:
        super().__init__(-1.0, 1.0, patterns, bands)


class Ternary(Levels):
    """-1, 0 or +1."""

    def __init__(self, patterns: int = 1, bands: int = 1) -> None:
        super().__init__(3, -1.0, 1.0, patterns, bands)


class Quantized(Levels):
    """One of 2^bits evenly spaced values.

    Args:
        bits: 1 to 16.
        low: smallest value.
        high: largest value, above ``low``.
        patterns: see `Real`.
        bands: see `Real`.

    Raises:
        ValueError: if an argument is out of its range.
    """

    def __init__(
        self, bits: int, low: float = 0.0, high: float = 1.0, patterns: int = 1, bands: int = 1
    ) -> None:
        checks.integer_in("bits", bits, 1, 16)
        super().__init__(2**bits, low, high, patterns, bands)
