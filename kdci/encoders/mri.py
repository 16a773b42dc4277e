"""MRI: an undersampling mask over k-space."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci import checks, noise
from kdci.constraints import Constraint
from kdci.encoders.base import Encoder
from kdci.noise import Draw
from kdci.physics import mri


class MRIEncoder(Encoder):
    """y = M . (F x + n): the pattern is the mask M, (H, W), DC at (H // 2, W // 2).

    The image's origin is pixel (0, 0). k-space that others have made is brought to it by
    `kdci.physics.mri.from_centred_origin`.

    Args:
        shape: (H, W) of the images.
        constraint: what the mask may be, for instance ``Budget(acceleration=8)``.
        latent: initial latent (H, W); where it is left out, 0.01 times standard normal numbers.
        seed: seed of those numbers.

    Raises:
        ValueError: if the shape is not two positive integers, the latent's shape is another or it
            samples nothing, or the constraint is impossible for that shape.

    Example:
        >>> from kdci import Budget
        >>> encoder = MRIEncoder((64, 64), constraint=Budget(acceleration=8))
        >>> int(encoder.pattern.sum())
        512
    """

    complex_images = complex_measurements = True
    axes = "height, width"
    example = "Budget(acceleration=8)"

    def __init__(
        self,
        shape: tuple[int, int],
        constraint: Constraint,
        latent: Tensor | None = None,
        seed: int = 0,
    ) -> None:
        shape = checks.image_shape("shape", shape)
        super().__init__((2, *shape), shape, constraint, latent, seed)

    @classmethod
    def check_constraint(cls, constraint: Constraint) -> None:
        """Check that ``constraint`` is one on one mask.

        Raises:
            TypeError: if it is no constraint.
            ValueError: if it has several patterns, or bands.
        """
        super().check_constraint(constraint)
        for name, count in (("patterns", constraint.patterns), ("bands", constraint.bands)):
            checks.integer_in(name, 1 if count is None else count, 1, 1, "MRI has one mask")

    def draw(self, constraint: Constraint, shape: tuple[int, ...]) -> Tensor:
        """Return 0.01 times standard normal numbers."""
        return 0.01 * torch.randn(shape, generator=torch.Generator().manual_seed(self.seed))

    @property
    def measurement_shape(self) -> tuple[int, ...]:
        """(H, W): a complex number for each point of k-space."""
        return self.image_shape[1:]

    def measure(self, images: Tensor) -> Tensor:
        """Return M F x, complex (B, H, W); zero where nothing is sampled."""
        return mri.forward(self.check(images), self.pattern)

    def adjoint(self, measurements: Tensor) -> Tensor:
        """Return F^H M y, (B, 2, H, W): the zero-filled image."""
        return mri.adjoint(self.check_measurements(measurements), self.pattern)

    def visible(self, images: Tensor) -> Tensor:
        """Return the magnitude, (B, 1, H, W), of complex images (B, 2, H, W)."""
        return mri.magnitude(images)

    @property
    def power(self) -> Tensor:
        """The squared mask |M|^2, (H, W): the diagonal of the Gram matrix in k-space."""
        return self.constraint.squared(self.pattern)

    def noise(self, images: Tensor, snr_db: float, draw: Draw = torch.randn_like) -> Tensor:
        """Return M n, complex (B, H, W), with n white over all of k-space.

        The SNR is that of the fully sampled k-space, |F x|^2 / |n|^2, per image: the scanner's
        noise does not depend on which samples the mask keeps.
        """
        return self.pattern * noise.white_of_pairs(self.check(images), snr_db, draw)

    def backproject(
        self, images: Tensor, snr_db: float | None = None, draw: Draw = torch.randn_like
    ) -> Tensor:
        """Return F^H |M|^2 (F x + n), which is A^H (A x + M n), through the squared mask.

        A binary mask is its own square, so that points which are not sampled get a gradient; see
        `kdci.constraints.Budget.squared`.
        """
        self.check(images)
        drawn = None if snr_db is None else noise.white_of_pairs(images, snr_db, draw)
        return mri.normal(images, self.power, drawn)

    def gram_distance(self, other: Encoder) -> Tensor:
        """Return |A^H A - B^H B|_F^2 / n; see `kdci.physics.mri.gram_distance`."""
        if not isinstance(other, MRIEncoder):
            return super().gram_distance(other)
        return mri.gram_distance(self.power, other.power)

    def gram_misalignment(self, other: Encoder) -> Tensor:
        """Return one minus the Gram cosine; see `kdci.physics.mri.gram_misalignment`."""
        if not isinstance(other, MRIEncoder):
            return super().gram_misalignment(other)
        return mri.gram_misalignment(self.power, other.power)
