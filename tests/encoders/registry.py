"""Every encoder of the package: an entry here, and all proofs of this folder run on it."""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from kdci import Binary, Bipolar, Budget, MRIEncoder, Real, SoftBudget
from kdci.constraints import Constraint
from kdci.encoders import CASSIEncoder, Encoder, SPCEncoder

Shape = tuple[int, int]


@dataclass(frozen=True)
class Entry:
    """How to make an encoder for images of a shape, with a random pattern; is it differentiable?"""

    make: Callable[[Shape, int], Encoder]
    smooth: bool


def random(shape: Shape, seed: int) -> torch.Tensor:
    """Return random latents well inside (0, 1)."""
    return 0.1 + 0.8 * torch.rand(shape, generator=torch.Generator().manual_seed(seed))


def camera(shape: Shape, seed: int, constraint: Constraint) -> SPCEncoder:
    """Return a single-pixel camera with random latents well inside the constraint's range."""
    n = shape[0] * shape[1]
    values = random((constraint.patterns, n), seed)
    low, high = constraint.low, constraint.high
    return SPCEncoder(shape, constraint, low + (high - low) * values)


def snapshot_imager(shape: Shape, seed: int, constraint: Constraint) -> CASSIEncoder:
    """Return an SD-CASSI of 3 bands whose aperture has random latents well inside (0, 1)."""
    latent = random((constraint.patterns, constraint.bands, *shape), seed)
    return CASSIEncoder(shape, constraint, bands=3, latent=latent)


ENCODERS = {
    "cassi-binary": Entry(lambda s, seed: snapshot_imager(s, seed, Binary()), smooth=False),
    "cassi-coloured": Entry(lambda s, seed: snapshot_imager(s, seed, Real(bands=3)), smooth=True),
    "cassi-real": Entry(lambda s, seed: snapshot_imager(s, seed, Real(patterns=2)), smooth=True),
    "mri-budget": Entry(lambda s, seed: MRIEncoder(s, Budget(3), random(s, seed)), smooth=False),
    "mri-real": Entry(lambda s, seed: MRIEncoder(s, Real(), random(s, seed)), smooth=True),
    "mri-soft": Entry(lambda s, seed: MRIEncoder(s, SoftBudget(4), random(s, seed)), smooth=True),
    "spc-bipolar": Entry(lambda s, seed: camera(s, seed, Bipolar(3)), smooth=False),
    "spc-binary": Entry(lambda s, seed: camera(s, seed, Binary(4)), smooth=False),
    "spc-real": Entry(lambda s, seed: camera(s, seed, Real(-1, 1, 3)), smooth=True),
}
