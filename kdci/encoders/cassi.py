"""SD-CASSI: a coded aperture and a prism, for spectral images from one or a few snapshots."""

from __future__ import annotations

from typing import Self

import torch
from torch import Tensor

from kdci import checks
from kdci.constraints import Constraint
from kdci.encoders.base import Encoder
from kdci.physics import cassi


class CASSIEncoder(Encoder):
    """y = A x + n: the pattern is the coded aperture, (K, A, M, N), of K snapshots.

    Args:
        shape: (M, N) of the scenes.
        constraint: what the aperture may be, for instance ``Binary(patterns=2)`` for K = 2
            snapshots; its bands are A = 1, or A = L for a coloured aperture.
        bands: spectral bands L, 1 or more.
        latent: initial latent (K, A, M, N); where it is left out, the constraint draws one.
        seed: seed of that draw.

    Raises:
        ValueError: if the shape is not two positive integers, the latent's shape is another or its
            apertures block all light, or the constraint is none on coded apertures or has other
            bands than 1 or L.

    Example:
        >>> from kdci.constraints import Binary
        >>> encoder = CASSIEncoder((32, 32), Binary(patterns=2), bands=8)
        >>> tuple(encoder.measure(torch.rand(4, 8, 32, 32)).shape)
        (4, 2, 32, 39)
    """

    axes = "snapshots, bands of the aperture, height, width"
    example = "Binary(patterns=2)"

    def __init__(
        self,
        shape: tuple[int, int],
        constraint: Constraint,
        bands: int = 8,
        latent: Tensor | None = None,
        seed: int = 0,
    ) -> None:
        shape = checks.image_shape("shape", shape)
        checks.integer_in("bands", bands, 1, 10**4)
        wanted = self._latent_shape(constraint, (bands, *shape))
        super().__init__((bands, *shape), wanted, constraint, latent, seed)
        self._disperse, self._gather = cassi.forward, cassi.adjoint

    @property
    def scale(self) -> float:
        """2 / (K L): for a half-open aperture, open pixels have values of the order of the scene's.

        Each detector pixel sums up half of L bands, and K snapshots are averaged.
        """
        return 2 / (len(self.latent) * self.image_shape[0])

    @property
    def measurement_shape(self) -> tuple[int, ...]:
        """(K, M, N + L - 1): a detector for each snapshot."""
        bands, height, width = self.image_shape
        return len(self.latent), height, width + bands - 1

    def measure(self, images: Tensor) -> Tensor:
        """Return A x, (B, K, M, N + L - 1), of spectral images (B, L, M, N)."""
        return self._disperse(self.check(images), self.pattern)

    def adjoint(self, measurements: Tensor) -> Tensor:
        """Return A^H y, (B, L, M, N): a sum over the snapshots."""
        return self._gather(self.check_measurements(measurements), self.pattern)

    def exportable(self) -> Self:
        """Return a copy of the same measurements, in operations that ONNX has."""
        other = super().exportable()
        other._disperse, other._gather = cassi.forward_by_shifts, cassi.adjoint_by_shifts
        return other

    def gram_distance(self, other: Encoder) -> Tensor:
        """Return |G - G'|_F^2 / n, n = L M N, for G = scale A^H A; see `kdci.physics.cassi`."""
        if not isinstance(other, CASSIEncoder):
            return super().gram_distance(other)
        ours, theirs = (e.scale**0.5 * e.pattern for e in (self, other))
        pixels = torch.Size(self.image_shape).numel()
        return cassi.gram_distance(ours, theirs, self.image_shape[0]) / pixels

    def gram_misalignment(self, other: Encoder) -> Tensor:
        """Return one minus the Gram cosine; see `kdci.physics.cassi.gram_misalignment`."""
        if not isinstance(other, CASSIEncoder):
            return super().gram_misalignment(other)
        return cassi.gram_misalignment(self.pattern, other.pattern, self.image_shape[0])

    def relaxed(self, constraint: Constraint) -> Self:
        """Return a copy with another constraint, and with its snapshots and bands.

        Snapshots that both have keep their latents, copied to all bands or averaged over them where
        the constraint has other bands; the constraint draws the others, with the encoder's seed.

        Raises:
            ValueError: if the constraint is impossible for this encoder.
        """
        wanted, old = self._latent_shape(constraint, self.image_shape), self.latent.detach()
        latent = self.draw(constraint, wanted).to(old)
        kept = old if old.shape[1] == wanted[1] else old.mean(dim=1, keepdim=True)
        latent[: len(old)] = kept[: wanted[0]]
        return self._with(constraint, latent)

    @classmethod
    def _latent_shape(
        cls, constraint: Constraint, scenes: tuple[int, int, int]
    ) -> tuple[int, int, int, int]:
        """Return (K, A, M, N), once it is clear that the constraint suits scenes (L, M, N)."""
        patterns, bands = cls.counts(constraint)
        if bands not in (1, scenes[0]):
            allowed = f"1, or {scenes[0]} (coloured), as the scenes have"
            raise ValueError(f"constraint={constraint!r}: bands={bands}: must be {allowed}")
        return patterns, bands, *scenes[1:]
