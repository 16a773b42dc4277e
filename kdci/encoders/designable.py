"""A learnable pattern under a constraint: what is designed of an encoder."""

from __future__ import annotations

import copy
from typing import Any, Self, cast

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from kdci import arrays, checks
from kdci.constraints import Constraint


class Designable(nn.Module):
    """What has one pattern, made by a constraint of a free latent.

    Args:
        latent_shape: shape of the free parameter behind the pattern.
        constraint: parametrisation that maps the latent to the pattern; see `kdci.constraints`.
        latent: initial latent, real numbers; where it is None, one is drawn. Kept in float32.
        seed: seed of that draw.

    Raises:
        TypeError: if the constraint is none, or the latent no tensor.
        ValueError: if the latent's shape is another, the pattern that it gives is all zero (it
            would measure nothing) or not finite, or the constraint is impossible for that shape.
    """

    pattern: Tensor
    axes: str
    """What the dimensions of the latent are, in words."""
    example = "Real()"
    """A constraint that suits, as one writes it."""

    def __init__(
        self,
        latent_shape: tuple[int, ...],
        constraint: Constraint,
        latent: Tensor | None,
        seed: int,
    ) -> None:
        super().__init__()
        self.check_constraint(constraint)
        self.seed = checks.integer_in("seed", seed, 0, 2**63 - 1)
        start = self.draw(constraint, latent_shape) if latent is None else latent
        self._check_latent(start, latent_shape)
        self.pattern = nn.Parameter(start.detach().float().clone())
        parametrize.register_parametrization(self, "pattern", constraint, unsafe=True)
        pattern = self._possible_pattern()
        if latent is not None and not pattern.any():
            low, high = (f"{float(end):g}" for end in latent.aminmax())
            found = f"latent: values from {low} to {high}, which {constraint!r} makes all zero"
            raise ValueError(f"{found}: at least one value of the pattern must not be 0")
        if not bool(pattern.isfinite().all()):
            found = f"latent: values of which {constraint!r} makes a pattern that is not finite"
            raise ValueError(f"{found}: all must be finite")

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
        wanted = f"{shape} ({self.axes}), as the constraint says, for instance {self.example}"
        arrays.check_tensor("latent", latent, f"a tensor of shape {wanted}")
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
            found = (
                f"constraint={self.constraint!r}: makes a pattern of shape {tuple(pattern.shape)}"
            )
            raise ValueError(f"{found}: must be {shape} ({self.axes}), the latent's")
        return pattern

    def draw(self, constraint: Constraint, shape: tuple[int, ...]) -> Tensor:
        """Return random latents of ``shape`` to start from, always the same ones."""
        return constraint.draw(shape, torch.Generator().manual_seed(self.seed))

    @property
    def constraint(self) -> Constraint:
        """The constraint on the pattern."""
        constraint: Constraint = self._parametrization[0]
        return constraint

    @property
    def latent(self) -> nn.Parameter:
        """The free parameter behind the pattern."""
        latent: nn.Parameter = self._parametrization.original
        return latent

    @property
    def _parametrization(self) -> Any:
        """What torch keeps of the pattern: its constraint, and its latent as ``original``."""
        return cast(Any, self.parametrizations).pattern

    def relaxed(self, constraint: Constraint) -> Self:
        """Return a copy with another constraint on the same latent.

        Raises:
            ValueError: if the constraint is impossible for this encoder.
        """
        self.check_constraint(constraint)
        return self._with(constraint, self.latent.detach().clone())

    def _with(self, constraint: Constraint, latent: Tensor) -> Self:
        """Return a copy with another constraint and latent."""
        other = copy.deepcopy(self)
        other._parametrization[0] = constraint
        other._parametrization.original = nn.Parameter(latent, self.latent.requires_grad)
        other._possible_pattern()
        return other
