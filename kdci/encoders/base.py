"""What every encoder is: a designable pattern under a constraint, a measurement and its adjoint."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from typing import Self

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from kdci import checks, noise
from kdci.constraints import Constraint, Frozen
from kdci.encoders import gram
from kdci.noise import Draw


class Encoder(nn.Module, ABC):
    """Physics with one learnable pattern.

    Args:
        image_shape: (C, H, W) of the images that it measures.
        latent_shape: shape of the free parameter behind the pattern.
        constraint: parametrisation that maps the latent to the pattern; see `kdci.constraints`.
        latent: initial latent; where it is None, one is drawn.
        seed: seed of that draw.

    Raises:
        ValueError: if the latent's shape is another, the pattern that it gives is all zero (it
            would measure nothing), or the constraint is impossible for that shape.
    """

    pattern: Tensor
    axes: str
    """What the dimensions of the latent are, in words."""
    example = "Real()"
    """A constraint that suits, as one writes it."""
    complex_images = False
    """Whether the two channels of an image are the real and imaginary part of one."""

    def __init__(
        self,
        image_shape: tuple[int, int, int],
        latent_shape: tuple[int, ...],
        constraint: Constraint,
        latent: Tensor | None,
        seed: int,
    ) -> None:
        super().__init__()
        self.check_constraint(constraint)
        checks.integer_in("seed", seed, 0, 2**63 - 1)
        self.image_shape, self.seed = image_shape, seed
        start = self.draw(constraint, latent_shape) if latent is None else latent
        self._check_latent(start, latent_shape)
        self.pattern = nn.Parameter(start.detach().float().clone())
        parametrize.register_parametrization(self, "pattern", constraint, unsafe=True)
        pattern = self._possible_pattern()
        if latent is not None and not pattern.any():
            low, high = (f"{float(end):g}" for end in latent.aminmax())
            found = f"latent: values from {low} to {high}, which {constraint!r} makes all zero"
            raise ValueError(f"{found}: at least one value of the pattern must not be 0")

    @classmethod
    def check_constraint(cls, constraint: Constraint) -> None:
        """Check that ``constraint`` is one.

        Raises:
            TypeError: if it is anything else, saying what would serve.
        """
        wanted = f"a constraint from kdci.constraints, for instance {cls.example}"
        checks.instance("constraint", constraint, Constraint, wanted)

    @classmethod
    def counts(cls, constraint: Constraint) -> tuple[int, int]:
        """Return the patterns and bands of a constraint.

        Raises:
            TypeError: if it is no constraint.
            ValueError: if it says nothing of them, as those on masks over k-space.
        """
        cls.check_constraint(constraint)
        if constraint.patterns is None or constraint.bands is None:
            found = f"constraint={constraint!r}: does not say how many patterns and bands"
            raise ValueError(f"{found}: must be one that does, for instance {cls.example}")
        return constraint.patterns, constraint.bands

    def _check_latent(self, latent: Tensor, shape: tuple[int, ...]) -> None:
        wanted = f"{shape} ({self.axes}), as shape and constraint say"
        checks.instance("latent", latent, Tensor, f"a tensor of shape {wanted}")
        if tuple(latent.shape) != shape:
            raise ValueError(f"latent: shape {tuple(latent.shape)}: must be {wanted}")
        if latent.is_complex():
            raise ValueError(f"latent: {latent.dtype}: must be real numbers")

    def _possible_pattern(self) -> Tensor:
        """Return the pattern: an impossible constraint fails here, not in training."""
        shape = tuple(self.latent.shape)
        try:
            pattern = self.pattern
        except Exception as error:
            found = f"constraint={self.constraint!r}: fails for a latent of shape {shape}: {error}"
            raise ValueError(f"{found}: must be one on {self.axes}, as {self.example}") from error
        if tuple(pattern.shape) != shape:
            found = f"constraint={self.constraint!r}: makes a pattern of shape {pattern.shape}"
            raise ValueError(f"{found}: must be {shape} ({self.axes}), the latent's")
        return pattern

    def draw(self, constraint: Constraint, shape: tuple[int, ...]) -> Tensor:
        """Return random latents of ``shape`` to start from, always the same ones."""
        return constraint.draw(shape, torch.Generator().manual_seed(self.seed))

    @property
    def constraint(self) -> Constraint:
        """The constraint on the pattern."""
        return self.parametrizations.pattern[0]

    @property
    def latent(self) -> nn.Parameter:
        """The free parameter behind the pattern."""
        return self.parametrizations.pattern.original

    def check(self, images: Tensor) -> Tensor:
        """Return ``images`` if they are a batch that this encoder measures.

        Raises:
            ValueError: if their shape or type is another.
        """
        channels, *shape = self.image_shape
        return checks.images("images", images, channels, tuple(shape))

    def visible(self, images: Tensor) -> Tensor:
        """Return what a person looks at of images (B, C, H, W): here, the images themselves."""
        return images

    @property
    def scale(self) -> float:
        """Factor of the back-projection that the decoder gets: scale A^H y."""
        return 1.0

    def relaxed(self, constraint: Constraint) -> Self:
        """Return a copy with another constraint on the same latent.

        Raises:
            ValueError: if the constraint is impossible for this encoder.
        """
        self.check_constraint(constraint)
        return self._with(constraint, self.latent.detach().clone())

    def exportable(self) -> Self:
        """Return a copy of the same measurements, in operations that ONNX has.

        Its pattern is a constant, that of evaluation mode. Encoders whose physics have other
        operations exchange these here.
        """
        frozen = Frozen(self.constraint.patterns, self.constraint.bands)
        pattern = copy.deepcopy(self).eval().pattern.detach()
        return self._with(frozen, pattern).eval().requires_grad_(False)

    def _with(self, constraint: Constraint, latent: Tensor) -> Self:
        """Return a copy with another constraint and latent."""
        other = copy.deepcopy(self)
        other.parametrizations.pattern[0] = constraint
        other.parametrizations.pattern.original = nn.Parameter(latent, self.latent.requires_grad)
        other._possible_pattern()
        return other

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
