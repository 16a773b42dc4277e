"""The optimisers of `kdci.training.fit`: one for each side of a system that learns."""

from __future__ import annotations

import torch
from torch import nn

from kdci.configuration import ENCODER_OPTIMIZERS, TrainingConfig
from kdci.systems import ImagingSystem

Optimizers = dict[str, torch.optim.Optimizer]


def optimizers_of(system: ImagingSystem, config: TrainingConfig) -> Optimizers:
    """Return the optimisers of "decoder" and "encoder", without those of nothing to train.

    Raises:
        ValueError: if there is nothing to train on either side.
    """
    optimizers: Optimizers = {}
    if decoder := _trained(system.decoder):
        optimizers["decoder"] = torch.optim.Adam(decoder, lr=config.decoder_rate)
    if encoder := _trained(system.encoder):
        make = ENCODER_OPTIMIZERS[config.encoder_optimizer]
        optimizers["encoder"] = make(
            encoder, lr=config.encoder_rate, weight_decay=config.encoder_decay
        )
    if not optimizers:
        found = "system: no parameter of its encoder or decoder needs a gradient"
        remedy = "system.encoder.requires_grad_(True), or a decoder with parameters"
        raise ValueError(f"{found}: must have something to train: {remedy}")
    return optimizers


def set_rates(optimizers: Optimizers, config: TrainingConfig, step: int) -> None:
    """Set the learning rates of a step."""
    rates = {
        "decoder": config.decoder_rate * config.decoder_schedule(step),
        "encoder": config.encoder_rate * config.encoder_schedule(step),
    }
    for part, optimizer in optimizers.items():
        for group in optimizer.param_groups:
            group["lr"] = rates[part]


def update(optimizers: Optimizers, system: ImagingSystem, config: TrainingConfig) -> None:
    """Make a step of each optimiser; the gradients of the decoder are clipped before."""
    if "decoder" in optimizers:
        nn.utils.clip_grad_norm_(system.decoder.parameters(), config.clip)
    for optimizer in optimizers.values():
        optimizer.step()
        optimizer.zero_grad()


def _trained(part: nn.Module) -> list[nn.Parameter]:
    return [parameter for parameter in part.parameters() if parameter.requires_grad]
