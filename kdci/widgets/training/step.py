"""One step of `kdci.training.fit`, as a function of its state alone.

The state is all that a step changes: latent and decoder, and the moments of their optimisers. What
a reader chooses goes in as numbers: the budget, the teacher's pattern, the weight of L_ENC, the
optimiser of the pattern, the rates.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.func import functional_call

from kdci.configuration import TrainingConfig
from kdci.losses import TaskLoss
from kdci.systems import ImagingSystem

LATENT = "system.encoder.parametrizations.pattern.original"
MOMENTUM, FIRST, SECOND, EPSILON = 0.9, 0.9, 0.999, 1e-8
"""Momentum of SGD and the decays of Adam, as `kdci.training.fit` has them."""


@dataclass(frozen=True)
class Settings:
    """What decides a step besides the state and the batch, as tensors.

    Args:
        count: sampled points, int64; of no influence where the number of patterns is fixed.
        teacher: pattern of the teacher, as `Objective.seen` has it; of no influence where the
            weight is 0.
        weight: lambda_3, of the encoder loss.
        rates: of decoder and pattern at this step, (2,).
        corrections: 1 - 0.9^t, 1 - 0.999^t and Adam's epsilon, for step t from 1, (3,).
        adam: 1 if the pattern is learned by Adam, 0 if by SGD with momentum.
    """

    count: Tensor
    teacher: Tensor
    weight: Tensor
    rates: Tensor
    corrections: Tensor
    adam: Tensor


@dataclass(frozen=True)
class State:
    """What a step changes.

    Args:
        latent: of the pattern.
        moments: of the latent: SGD's momentum and Adam's two, each of its shape.
        weights: of the decoder.
        first, second: Adam's moments of the weights.
    """

    latent: Tensor
    moments: list[Tensor]
    weights: list[Tensor]
    first: list[Tensor]
    second: list[Tensor]


class Objective(nn.Module, ABC):
    """A system, its task loss, and the misalignment of its encoder with the teacher's.

    Args:
        system: whose architecture is trained; its weights are of no influence.
    """

    system: ImagingSystem

    def __init__(self, system: ImagingSystem) -> None:
        super().__init__()
        self.system, self.task = system, TaskLoss()

    def forward(self, batch: Tensor, teacher: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return task loss, misalignment with the teacher's pattern, and the pattern."""
        task = self.task(self.system, batch)["task"]
        seen = self.seen()
        return task, self.misalignment(seen, teacher), seen

    def allow(self, count: Tensor) -> None:
        """Set how many points may be measured."""

    @abstractmethod
    def seen(self) -> Tensor:
        """Return the system's pattern as a reader sees it, and as a teacher's is compared."""

    @abstractmethod
    def misalignment(self, pattern: Tensor, teacher: Tensor) -> Tensor:
        """Return one minus the Gram cosine of two patterns."""


class Step(nn.Module):
    """A training step of a system.

    Args:
        objective: what is trained.
        clip: largest norm of the decoder's gradient.
    """

    def __init__(self, objective: Objective, clip: float = TrainingConfig.clip) -> None:
        super().__init__()
        self.objective, self.clip = objective, clip
        self.names = [name for name, _ in objective.named_parameters() if name != LATENT]

    def forward(
        self, batch: Tensor, settings: Settings, state: State
    ) -> tuple[Tensor, Tensor, Tensor, State]:
        """Return task loss, encoder loss before its weight, the pattern, and the new state.

        Args:
            batch: images (B, C, H, W).
            settings: of this step.
            state: before it.
        """
        live = [one.detach().requires_grad_(True) for one in (state.latent, *state.weights)]
        task, distance, pattern = self.evaluate(batch, settings, live[0], live[1:])
        of_latent, *gradients = torch.autograd.grad(task + settings.weight * distance, live)
        norm = torch.stack([one.square().sum() for one in gradients]).sum().sqrt()
        scale = torch.clamp(self.clip / (norm + 1e-6), max=1.0)  # as torch clips
        latent, moments = self._latent(of_latent, settings, state)
        updated = [
            _adam(weight, scale * gradient, first, second, settings.rates[0], settings.corrections)
            for weight, gradient, first, second in zip(
                state.weights, gradients, state.first, state.second, strict=True
            )
        ]
        weights, first, second = (list(part) for part in zip(*updated, strict=True))
        return task, distance, pattern, State(latent, moments, weights, first, second)

    def evaluate(
        self, batch: Tensor, settings: Settings, latent: Tensor, weights: list[Tensor]
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return task loss, misalignment with the teacher, and the pattern."""
        self.objective.allow(settings.count)
        named = dict(zip(self.names, weights, strict=True)) | {LATENT: latent}
        task, distance, pattern = functional_call(self.objective, named, (batch, settings.teacher))
        return task, distance, pattern

    def reconstruct(
        self, batch: Tensor, count: Tensor, latent: Tensor, weights: list[Tensor]
    ) -> tuple[Tensor, Tensor]:
        """Return what a system makes of images (B, C, H, W), and its pattern."""
        self.objective.allow(count)
        named = dict(zip(self.names, weights, strict=True)) | {LATENT: latent}
        system = {name.removeprefix("system."): value for name, value in named.items()}
        images = functional_call(self.objective.system, system, (batch,))
        return images, self.objective.system.encoder.constraint(latent)

    def _latent(
        self, gradient: Tensor, settings: Settings, state: State
    ) -> tuple[Tensor, list[Tensor]]:
        """Return the new latent, by SGD or Adam, and its moments."""
        momentum = MOMENTUM * state.moments[0] + gradient
        rate = settings.rates[1]
        by_sgd = state.latent - rate * momentum
        _, first, second = state.moments
        by_adam, first, second = _adam(
            state.latent, gradient, first, second, rate, settings.corrections
        )
        return torch.where(settings.adam > 0, by_adam, by_sgd), [momentum, first, second]


def _adam(
    value: Tensor,
    gradient: Tensor,
    first: Tensor,
    second: Tensor,
    rate: Tensor,
    corrections: Tensor,
) -> tuple[Tensor, Tensor, Tensor]:
    """Return the value after a step of Adam (Kingma and Ba 2015), and its moments."""
    first = FIRST * first + (1 - FIRST) * gradient
    second = SECOND * second + (1 - SECOND) * gradient.square()
    step = (first / corrections[0]) / ((second / corrections[1]).sqrt() + corrections[2])
    return value - rate * step, first, second
