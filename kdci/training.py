"""`fit`: the only training loop, on Lightning Fabric.

Everything random in step t is a function of the seed and t, so a resumed run goes on exactly as
one that was never stopped: the checkpoint holds weights, optimiser states and the curves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize
from tqdm import tqdm

from kdci import checks
from kdci.checkpoints import Checkpoint, run_identity
from kdci.configuration import ENCODER_OPTIMIZERS, TrainingConfig
from kdci.losses import TaskLoss
from kdci.systems import ImagingSystem

Monitor = Callable[[ImagingSystem], float]
Curves = dict[str, list[float]]
Optimizers = dict[str, torch.optim.Optimizer]


def fit(
    system: ImagingSystem,
    images: Tensor,
    loss: nn.Module | None = None,
    config: TrainingConfig | None = None,
    monitors: Mapping[str, Monitor] | None = None,
    checkpoint: str | Path | None = None,
    checkpoint_every: int = 500,
    accelerator: str = "auto",
    precision: str | None = None,
) -> Curves:
    """Train ``system`` in place and return its curves.

    Args:
        system: what to train; parameters that need no gradient are left alone.
        images: training images (N, C, H, W), finite, N at least the batch size.
        loss: called as ``loss(system, batch)``, returns terms by name; `TaskLoss` if left out.
        config: how to train.
        monitors: functions of the system whose values join the curves.
        checkpoint: file from which to resume, if it is there, and to which to save.
        checkpoint_every: steps between two checkpoints.
        accelerator: Fabric's name of the device kind; "auto" takes a GPU where there is one.
        precision: Fabric's name of the precision; "32-true" if left out, because a reconstruction
            in 16 bits is off by up to 0.4%, which shows from 40 dB on.

    Returns:
        Lists of equal length: "step", each loss term, "encoder_gradient" (norm), the monitors.

    Raises:
        ValueError: if the images do not fit, or the checkpoint is damaged or of another run.
        FloatingPointError: if the loss is not finite, naming the step.
    """
    from lightning_fabric import Fabric

    loss, config = loss or TaskLoss(), config or TrainingConfig()
    checks.finite_images("images", system.encoder.check(images))
    checks.number_in("batch_size", config.batch_size, 1, len(images), "the number of images")
    saved = (
        Checkpoint(checkpoint, run_identity(system, loss, config, images)) if checkpoint else None
    )

    fabric = Fabric(accelerator=accelerator, devices=1, precision=precision or "32-true")
    optimizers = _optimizers(system, config)
    objective, *wrapped = fabric.setup(_Objective(system, loss), *optimizers.values())
    optimizers = dict(zip(optimizers, wrapped, strict=True))
    images = fabric.to_device(images)
    curves: Curves = {}
    first = saved.load(system, optimizers, curves) if saved else 0
    with _deterministic():
        for step in tqdm(
            range(first, config.steps), initial=first, total=config.steps, disable=None
        ):
            _set_rates(optimizers, config, step)
            torch.manual_seed(_stream(config.seed, 1, step))
            terms = objective(images[_batch(len(images), config, step)])
            fabric.backward(_finite_sum(terms, step))
            last = step == config.steps - 1
            if step % config.monitor_every == 0 or last:
                _record(curves, step, terms, system, monitors or {})
            nn.utils.clip_grad_norm_(system.decoder.parameters(), config.clip)
            for optimizer in optimizers.values():
                optimizer.step()
                optimizer.zero_grad()
            if saved and ((step + 1) % checkpoint_every == 0 or last):
                saved.save(system, optimizers, curves, step + 1)
    system.cpu().eval()
    return curves


class _Objective(nn.Module):
    """A system and its loss as one module, so that Fabric moves and wraps both."""

    def __init__(self, system: ImagingSystem, loss: nn.Module) -> None:
        super().__init__()
        self.system, self.loss = system, loss
        self.train()

    def forward(self, images: Tensor) -> dict[str, Tensor]:
        with parametrize.cached():
            return self.loss(self.system, images)


def _optimizers(system: ImagingSystem, config: TrainingConfig) -> Optimizers:
    """Return the decoder's optimiser and, if it has anything to learn, the encoder's."""
    decoder = [p for p in system.decoder.parameters() if p.requires_grad]
    encoder = [p for p in system.encoder.parameters() if p.requires_grad]
    optimizers: Optimizers = {"decoder": torch.optim.Adam(decoder, lr=config.decoder_rate)}
    if encoder:
        make = ENCODER_OPTIMIZERS[config.encoder_optimizer]
        optimizers["encoder"] = make(
            encoder, lr=config.encoder_rate, weight_decay=config.encoder_decay
        )
    return optimizers


def _set_rates(optimizers: Optimizers, config: TrainingConfig, step: int) -> None:
    rates = {
        "decoder": config.decoder_rate * config.decoder_schedule(step),
        "encoder": config.encoder_rate * config.encoder_schedule(step),
    }
    for part, optimizer in optimizers.items():
        for group in optimizer.param_groups:
            group["lr"] = rates[part]


def _stream(*key: int) -> int:
    """Return a seed for the random stream with this key, independent of all other keys."""
    return int(np.random.SeedSequence(key).generate_state(1)[0])


def _batch(count: int, config: TrainingConfig, step: int) -> Tensor:
    """Return the indices of the images of a step: a fresh random order in each epoch."""
    epoch, position = divmod(step, count // config.batch_size)
    generator = torch.Generator().manual_seed(_stream(config.seed, 0, epoch))
    order = torch.randperm(count, generator=generator)
    return order[position * config.batch_size :][: config.batch_size]


def _finite_sum(terms: Mapping[str, Tensor], step: int) -> Tensor:
    total = torch.stack(list(terms.values())).sum()
    if not torch.isfinite(total):
        values = ", ".join(f"{name} {value.item():g}" for name, value in terms.items())
        raise FloatingPointError(f"step {step}: the loss is not finite ({values})")
    return total


def _record(
    curves: Curves,
    step: int,
    terms: Mapping[str, Tensor],
    system: ImagingSystem,
    monitors: Mapping[str, Monitor],
) -> None:
    """Append the values at ``step``, before its update, to the curves."""
    gradient = system.encoder.latent.grad
    values = {"step": step, **{name: term.item() for name, term in terms.items()}}
    values["encoder_gradient"] = 0.0 if gradient is None else float(gradient.norm())
    with torch.no_grad():
        values |= {name: float(monitor(system)) for name, monitor in monitors.items()}
    for name, value in values.items():
        curves.setdefault(name, []).append(value)


@contextmanager
def _deterministic() -> Iterator[None]:
    """Use deterministic kernels, and leave the global random state as it was."""
    cudnn = torch.backends.cudnn
    before = cudnn.deterministic, cudnn.benchmark
    cudnn.deterministic, cudnn.benchmark = True, False
    try:
        with torch.random.fork_rng():
            yield
    finally:
        cudnn.deterministic, cudnn.benchmark = before
