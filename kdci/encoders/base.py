"""What every encoder is: a designable pattern under a constraint, a measurement and its adjoint."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from typing import Self

import torch
from torch import Tensor

from kdci import arrays, checks, noise
from kdci.constraints import Constraint, Frozen
from kdci.encoders import explicit, gram
from kdci.encoders.designable import Designable
from kdci.encoders.precision import OwnPrecision
from kdci.noise import Draw

PRECISIONS = (torch.float32, torch.float64)
"""In which physics are computed."""


class Encoder(Designable, OwnPrecision, ABC):
    """Physics with one learnable pattern.

    An encoder of one's own needs `measure`, its `adjoint` and a constraint. Everything else has a
    default: noise, Gram distances, and, in `kdci.metrics.encoders`, singular values and coherence.
    `kdci.check_encoder` says whether it is right.

    Args:
        image_shape: (C, H, W) of the images that it measures.
        latent_shape, constraint, latent, seed: see `kdci.encoders.designable.Designable`.

    Raises:
        TypeError: if the constraint is none, or the latent no tensor.
        ValueError: if the latent's shape is another, the pattern that it gives is all zero (it
            would measure nothing), or the constraint is impossible for that shape.

    Example:
        Coded exposure: a picture is the sum of several frames, each seen through its own code.

        >>> class CodedExposure(Encoder):
        ...     axes = "frames, height, width"
        ...
        ...     def __init__(self, shape, constraint, frames=4):
        ...         super().__init__((frames, *shape), (frames, *shape), constraint)
        ...
        ...     def measure(self, images):
        ...         return (self.pattern * self.check(images)).sum(dim=1)
        ...
        ...     def adjoint(self, measurements):
        ...         return self.pattern * measurements[:, None]
        >>> from kdci import Binary, Real, check_encoder
        >>> student, teacher = (CodedExposure((9, 12), kind()) for kind in (Binary, Real))
        >>> check_encoder(student).passed
        True
        >>> tuple(student.measure(torch.rand(5, 4, 9, 12)).shape)
        (5, 9, 12)
        >>> bool(student.gram_distance(teacher) > 0)
        True
    """

    complex_images = False
    """Whether the two channels of an image are the real and imaginary part of one."""
    complex_measurements = False
    """Whether measurements are complex numbers."""

    def __init__(
        self,
        image_shape: tuple[int, int, int],
        latent_shape: tuple[int, ...],
        constraint: Constraint,
        latent: Tensor | None = None,
        seed: int = 0,
    ) -> None:
        super().__init__(latent_shape, constraint, latent, seed)
        channels, height, width = image_shape
        self.image_shape = channels, height, width

    def check(self, images: Tensor) -> Tensor:
        """Return ``images`` if they are a batch that this encoder measures.

        Raises:
            TypeError: if they are no tensor.
            ValueError: if their shape or type is another, or they are none.
        """
        channels, height, width = self.image_shape
        checks.images("images", images, channels, (height, width))
        return arrays.check_dtype("images", images, self._dtype(), "encoder")

    def check_measurements(self, measurements: Tensor) -> Tensor:
        """Return ``measurements`` if they are a batch that this encoder projects back.

        Raises:
            TypeError: if they are no tensor.
            ValueError: if their shape or type is another, or they are none.
        """
        shape = ", ".join(map(str, self.measurement_shape))
        wanted = f"a tensor of shape (B, {shape})"
        arrays.check_tensor("measurements", measurements, wanted)
        if tuple(measurements.shape[1:]) != self.measurement_shape:
            found = f"measurements: shape {tuple(measurements.shape)}"
            raise ValueError(f"{found}: must be {wanted}, as this encoder measures")
        dtype = self._dtype().to_complex() if self.complex_measurements else self._dtype()
        arrays.check_dtype("measurements", measurements, dtype, "encoder")
        return arrays.check_filled("measurements", measurements)

    @property
    def measurement_shape(self) -> tuple[int, ...]:
        """Shape of the measurements of one image."""
        return tuple(explicit.black(self).shape[1:])

    def _dtype(self) -> torch.dtype:
        """Return the type of the latent, once it is clear that physics can be computed in it."""
        if self.latent.dtype not in PRECISIONS:
            remedy = "encoder.float() is; under autocast the network alone has 16 bits"
            wanted = f"torch.float32 or torch.float64; {remedy}"
            raise ValueError(f"encoder: {self.latent.dtype}: must be {wanted}")
        return self.latent.dtype

    def visible(self, images: Tensor) -> Tensor:
        """Return what a person looks at of images (B, C, H, W): here, the images themselves."""
        return images

    @property
    def scale(self) -> float:
        """Factor of the back-projection that the decoder gets: scale A^H y."""
        return 1.0

    def exportable(self) -> Self:
        """Return a copy of the same measurements, in operations that ONNX has.

        Its pattern is a constant, that of evaluation mode. Encoders whose physics have other
        operations exchange these here.
        """
        frozen = Frozen(self.constraint.patterns, self.constraint.bands)
        pattern = copy.deepcopy(self).eval().pattern.detach()
        return self._with(frozen, pattern).eval().requires_grad_(False)

    @abstractmethod
    def measure(self, images: Tensor) -> Tensor:
        """Return the noiseless measurements y = A x of images (B, C, H, W)."""

    @abstractmethod
    def adjoint(self, measurements: Tensor) -> Tensor:
        """Return the back-projection A^H y, (B, C, H, W)."""

    def noise(self, images: Tensor, snr_db: float, draw: Draw = torch.randn_like) -> Tensor:
        """Return white noise n for the measurements of ``images``, real or complex like these.

        The SNR is |A x|^2 / |n|^2, over all measurements of an image, for each image.

        Args:
            images: (B, C, H, W).
            snr_db: SNR [dB].
            draw: where the numbers come from; see `kdci.noise`.

        Raises:
            ValueError: if the images do not fit, or the SNR is not finite.
        """
        return noise.white(self.measure(images), snr_db, draw)

    def backproject(
        self, images: Tensor, snr_db: float | None = None, draw: Draw = torch.randn_like
    ) -> Tensor:
        """Return scale A^H (A x + n), (B, C, H, W); without noise where the SNR is None."""
        return self.scale * self.adjoint(self.noisy(images, snr_db, draw))

    def noisy(self, images: Tensor, snr_db: float | None, draw: Draw = torch.randn_like) -> Tensor:
        """Return the measurements A x + n; without noise where the SNR is None."""
        measurements = self.measure(images)
        return measurements if snr_db is None else measurements + self.noise(images, snr_db, draw)

    def gram_distance(self, other: Encoder) -> Tensor:
        """Return |G - G'|_F^2 / n for the Gram matrices G = scale A^H A, n the image's numbers.

        By default exact up to a size, and estimated beyond; see `kdci.encoders.gram`.
        """
        return gram.distance(self, other)

    def gram_misalignment(self, other: Encoder) -> Tensor:
        """Return one minus the cosine between the Gram matrices A^H A, 0 to 1.

        By default exact up to a size, and estimated beyond; see `kdci.encoders.gram`.
        """
        return gram.misalignment(self, other)
