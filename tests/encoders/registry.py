"""Every encoder under every constraint: an entry here, and all proofs of this folder run on it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch

from kdci import Binary, Bipolar, Budget, MRIEncoder, OneBand, ProbabilisticBudget, Real, SoftBudget
from kdci.constraints import ChainRuleBudget, Constraint, Quantized, Ternary
from kdci.encoders import (
    CASSIEncoder,
    Encoder,
    FilterArrayEncoder,
    PseudoInverseSPCEncoder,
    SPCEncoder,
)

Shape = tuple[int, int]
BANDS, COLOURS = 3, 4
"""Bands of SD-CASSI and of filter arrays: each modality has other channels."""
SMALL = [(4, 4), (5, 5), (3, 6), (4, 7)]
"""Shapes at which explicit matrices are built: even, odd, not square."""


@dataclass(frozen=True)
class Entry:
    """One encoder under one constraint.

    Args:
        make: returns the encoder for images of a shape, with a random pattern that is not all zero.
        levels: the only values that the pattern can have; None where it is real-valued.
        budget: what the pattern may use, as `used` counts it; None where the constraint has none.
        starts_from: where the decoder starts, "adjoint" or "pseudo-inverse".
    """

    make: Callable[[Shape, int], Encoder]
    levels: tuple[float, ...] | None = None
    budget: Callable[[Shape], float] | None = None
    starts_from: str = "adjoint"

    @property
    def smooth(self) -> bool:
        """Whether the pattern is a differentiable function of the latent.

        Where it has levels it is a step function, and the latent's gradient is a convention: the
        pattern's own, handed straight through.
        """
        return self.levels is None


def random(shape: tuple[int, ...], seed: int, low: float = 0, high: float = 1) -> torch.Tensor:
    """Return random latents well inside (low, high), the last so high that it never rounds to 0."""
    values = 0.1 + 0.8 * torch.rand(shape, generator=torch.Generator().manual_seed(seed))
    values.view(-1)[-1] = 0.9
    return low + (high - low) * values


def mri(constraint: Constraint, **properties: object) -> Entry:
    """Return an entry of MRI; a budget is a number of k-space points."""

    def make(shape: Shape, seed: int) -> MRIEncoder:
        return MRIEncoder(shape, constraint, random(shape, seed)).eval()

    return Entry(make, **properties)


def camera(
    constraint: Constraint, kind: type[SPCEncoder] = SPCEncoder, **properties: object
) -> Entry:
    """Return an entry of the single-pixel camera; the budget is its number of patterns."""

    def make(shape: Shape, seed: int) -> SPCEncoder:
        size = constraint.patterns, shape[0] * shape[1]
        return kind(shape, constraint, random(size, seed, constraint.low, constraint.high))

    return Entry(make, budget=lambda shape: constraint.patterns, **properties)


def imager(constraint: Constraint, **properties: object) -> Entry:
    """Return an entry of SD-CASSI with 3 bands; the budget is its number of snapshots."""

    def make(shape: Shape, seed: int) -> CASSIEncoder:
        size = constraint.patterns, constraint.bands, *shape
        latent = random(size, seed, constraint.low, constraint.high)
        return CASSIEncoder(shape, constraint, bands=BANDS, latent=latent)

    return Entry(make, budget=lambda shape: constraint.patterns, **properties)


def array(constraint: Constraint, tile: int = 4, **properties: object) -> Entry:
    """Return an entry of a filter array with 4 bands; a budget is what a tile passes in all."""

    def make(shape: Shape, seed: int) -> FilterArrayEncoder:
        latent = random((COLOURS, tile, tile), seed)
        return FilterArrayEncoder(shape, constraint, COLOURS, tile, latent)

    return Entry(make, **properties)


def used(encoder: Encoder) -> float:
    """Return what of its budget an encoder uses: points, filters, or patterns or snapshots."""
    pattern = encoder.pattern.detach()
    counted = isinstance(encoder, (MRIEncoder, FilterArrayEncoder))
    return float(pattern.sum()) if counted else len(pattern)


def third(shape: Shape) -> int:
    """Return the number of points of an acceleration of 3."""
    return round(shape[0] * shape[1] / 3)


inverse = partial(camera, kind=PseudoInverseSPCEncoder, starts_from="pseudo-inverse")
BINARY, BIPOLAR, TERNARY = (0, 1), (-1, 1), (-1, 0, 1)

ENCODERS = {
    "cassi-binary": imager(Binary(), levels=BINARY),
    "cassi-binary-coloured": imager(Binary(bands=BANDS), levels=BINARY),
    "cassi-binary-snapshots": imager(Binary(patterns=2), levels=BINARY),
    "cassi-bipolar": imager(Bipolar(), levels=BIPOLAR),
    "cassi-quantized": imager(Quantized(2, 0.25, 1), levels=(0.25, 0.5, 0.75, 1)),
    "cassi-real": imager(Real(patterns=2)),
    "cassi-real-coloured": imager(Real(bands=BANDS)),
    "cassi-real-coloured-snapshots": imager(Real(patterns=2, bands=BANDS)),
    "cassi-ternary": imager(Ternary(patterns=2), levels=TERNARY),
    "filters-binary": array(Binary(bands=COLOURS), levels=BINARY),
    "filters-one-band": array(OneBand(COLOURS), levels=BINARY, budget=lambda shape: 16),
    "filters-one-band-small": array(OneBand(COLOURS), 3, levels=BINARY, budget=lambda shape: 9),
    "filters-real": array(Real(bands=COLOURS)),
    "filters-real-not-periodic": array(Real(bands=COLOURS), tile=7),
    "mri-binary": mri(Binary(), levels=BINARY),
    "mri-budget": mri(Budget(3), levels=BINARY, budget=third),
    "mri-budget-chain-rule": mri(ChainRuleBudget(3), levels=BINARY, budget=third),
    "mri-probabilistic": mri(ProbabilisticBudget(3), levels=BINARY, budget=third),
    "mri-real": mri(Real()),
    "mri-soft": mri(SoftBudget(4), budget=lambda s: s[0] * s[1] / 4),
    "spc-binary": camera(Binary(4), levels=BINARY),
    "spc-bipolar": camera(Bipolar(3), levels=BIPOLAR),
    "spc-quantized": camera(Quantized(2, -1, 0.5, 3), levels=(-1, -0.5, 0, 0.5)),
    "spc-real": camera(Real(-1, 1, 3)),
    "spc-ternary": camera(Ternary(4), levels=TERNARY),
    "spc-pseudo-inverse-bipolar": inverse(Bipolar(3), levels=BIPOLAR),
    "spc-pseudo-inverse-real": inverse(Real(-1, 1, 3)),
}
