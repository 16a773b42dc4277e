"""How a system is trained: every setting of `kdci.training.fit`, checked, and the schedules."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import torch

from kdci import checks

ENCODER_OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "sgd": lambda latents, **settings: torch.optim.SGD(latents, momentum=0.9, **settings),
    "adam": torch.optim.Adam,
}

ACCELERATORS = ("auto", "cpu", "gpu", "cuda", "mps")
"""Kinds of device that train: "auto" takes a GPU where there is one."""
Precision = Literal["32-true", "bf16-mixed", "64-true"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
"""Of numbers in training; half precision ("16-mixed") would need its gradients scaled."""


def check_accelerator(name: str) -> None:
    """Check that there is a kind of device, by its name in `ACCELERATORS`.

    Raises:
        ValueError: if it has another name, or this machine has no such device.
    """
    checks.one_of("accelerator", name, ACCELERATORS)
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    there |= {"auto": True, "cpu": True, "gpu": any(there.values())}
    if not there[name]:
        raise ValueError(f"accelerator={name!r}: not on this machine: must be 'auto' or 'cpu'")


def one_cycle(progress: float, warmup: float) -> float:
    """Return a linear rise to 1 over ``warmup``, then a cosine fall to 0 at progress 1."""
    if progress >= 1:
        return 0.0
    if progress < warmup:
        return progress / warmup
    return 0.5 * (1 + math.cos(math.pi * (progress - warmup) / (1 - warmup)))


def constant(progress: float, warmup: float) -> float:
    """Return a linear rise to 1 over ``warmup``, then 1 until progress 1, where training ends."""
    if progress >= 1:
        return 0.0
    return progress / warmup if progress < warmup else 1.0


SCHEDULES: dict[str, Callable[[float, float], float]] = {"cosine": one_cycle, "constant": constant}
"""A rate over its peak, of the progress from 0 to 1 and of the share of the warm-up."""


@dataclass(frozen=True)
class TrainingConfig:
    """How a system is trained; the defaults are what the book uses.

    Args:
        steps: optimisation steps, 1 or more.
        batch_size: images a step, 1 or more.
        decoder_rate: Adam's peak learning rate for the decoder.
        encoder_rate: learning rate for the encoder's latent.
        encoder_decay: weight decay of the latent. What is sampled but not needed gets no gradient
            either way; decay lets it fall below the threshold.
        encoder_optimizer: "sgd" (momentum 0.9) or "adam".
        encoder_until: fraction of the steps after which the encoder is frozen, 0 to 1.
        warmup: fraction of the steps in which the rates rise linearly, 0 to 1.
        schedule: of `SCHEDULES`: after the warm-up a rate falls as a "cosine" to zero, or stays
            "constant".
        clip: largest gradient norm of the decoder.
        monitor_every: steps between two points of the curves.
        seed: seed of data order, noise and anything else random in training.

    Raises:
        ValueError: if a value is out of range.
    """

    steps: int = 3000
    batch_size: int = 16
    decoder_rate: float = 2e-3
    encoder_rate: float = 100.0
    encoder_decay: float = 0.0
    encoder_optimizer: str = "sgd"
    encoder_until: float = 0.6
    warmup: float = 0.1
    clip: float = 1.0
    monitor_every: int = 100
    seed: int = 0
    schedule: str = "cosine"

    def __post_init__(self) -> None:
        """Check every value."""
        for name in ("steps", "batch_size", "monitor_every"):
            checks.integer_in(name, getattr(self, name), 1, 10**9)
        for name in ("decoder_rate", "encoder_rate", "encoder_decay", "clip"):
            checks.number_in(name, getattr(self, name), 0, 1e9)
        for name in ("encoder_until", "warmup"):
            checks.number_in(name, getattr(self, name), 0, 1)
        checks.integer_in("seed", self.seed, 0, 2**32 - 1)
        checks.one_of("encoder_optimizer", self.encoder_optimizer, ENCODER_OPTIMIZERS)
        checks.one_of("schedule", self.schedule, SCHEDULES)

    def decoder_schedule(self, step: int) -> float:
        """Return the decoder's rate at ``step`` over its peak: linear rise, then the schedule."""
        return SCHEDULES[self.schedule](step / self.steps, self.warmup)

    def encoder_schedule(self, step: int) -> float:
        """Return the encoder's rate at ``step`` over its start: the schedule, then frozen."""
        return SCHEDULES[self.schedule](step / max(1, self.encoder_until * self.steps), 0.0)
