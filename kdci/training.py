"""`fit`: the only training loop, on Lightning Fabric.

Everything random in step t is a function of the seed and t, so a resumed run goes on exactly as
one that was never stopped: the checkpoint holds weights, optimiser states and the curves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

import torch
from torch import Tensor, nn
from tqdm import tqdm

from kdci import batches, checks, patterns, ranges
from kdci.checkpoints import Checkpoint, run_identity
from kdci.configuration import PRECISIONS, Precision, TrainingConfig, check_accelerator
from kdci.losses import TaskLoss, Terms
from kdci.optimizers import optimizers_of, set_rates, update
from kdci.systems import ImagingSystem

Monitor = Callable[[ImagingSystem], float]
Recorder = Callable[[int, ImagingSystem], None]
Curves = dict[str, list[float]]


def fit(
    system: ImagingSystem,
    images: Tensor,
    loss: nn.Module | None = None,
    config: TrainingConfig | None = None,
    monitors: Mapping[str, Monitor] | None = None,
    checkpoint: str | Path | None = None,
    checkpoint_every: int = 500,
    accelerator: str = "auto",
    precision: Precision | None = None,
    recorder: Recorder | None = None,
) -> Curves:
    """Train ``system`` in place and return its curves.

    Either side may be given: parameters that need no gradient are left alone, and a decoder that
    has no others stays in evaluation mode.

    Args:
        system: what to train.
        images: training images (N, C, H, W), N at least the batch size, in [0, 1] or, where they
            are complex, with magnitudes in [0, 1].
        loss: called as ``loss(system, batch)``, returns terms by name; `TaskLoss` if left out.
        config: how to train.
        monitors: functions of the system whose values join the curves.
        checkpoint: file from which to resume, if it is there, and to which to save.
        checkpoint_every: steps between two checkpoints, 1 or more.
        accelerator: the device kind, of `kdci.configuration.ACCELERATORS`; "auto" takes a GPU where
            there is one.
        precision: of `kdci.configuration.PRECISIONS`; "32-true" if left out, because a
            reconstruction in 16 bits is off by up to 0.4%, which shows from 40 dB on. In
            "bf16-mixed" only the decoder computes in 16 bits, not physics and losses; "64-true"
            leaves the system in double precision.
        recorder: called with the step and the system at each step that joins the curves, before
            its update, as the monitors are. It keeps what is no number, for instance the pattern,
            for a film of how it was learned. A run that is resumed calls it for what is left.

    Returns:
        Lists of equal length: "step", each loss term, "encoder_gradient" (norm), the monitors.

    Raises:
        TypeError: if an argument is of another kind of object.
        ValueError: if the images do not fit or are out of range, there is nothing to train, there
            is no such accelerator or precision, or the checkpoint is damaged or of another run.
        FloatingPointError: if the loss is not finite, naming the step.

    Example:
        A mask for a given decoder, then a decoder for a given mask:

        >>> from kdci import Budget, MRIEncoder, UNet
        >>> from kdci.decoders import ZeroFilled
        >>> images = torch.rand(4, 2, 16, 16) / 2
        >>> config = TrainingConfig(steps=2, batch_size=4)
        >>> encoder = MRIEncoder((16, 16), Budget(acceleration=4))
        >>> curves = fit(ImagingSystem(encoder, ZeroFilled()), images, config=config)
        >>> given = encoder.requires_grad_(False)
        >>> curves = fit(ImagingSystem(given, UNet(channels=2, depth=2)), images, config=config)
        >>> curves["encoder_gradient"]
        [0.0, 0.0]
    """
    loss, config = TaskLoss() if loss is None else loss, config or TrainingConfig()
    precision = precision or PRECISIONS[0]
    _check(system, loss, config)
    _check_images(images, system)
    checks.number_in("batch_size", config.batch_size, 1, len(images), "the number of images")
    checks.integer_in("checkpoint_every", checkpoint_every, 1, 10**9)
    checks.one_of("precision", precision, PRECISIONS)
    check_accelerator(accelerator)
    optimizers = optimizers_of(system, config)
    saved = (
        Checkpoint(checkpoint, run_identity(system, loss, config, images)) if checkpoint else None
    )

    from lightning_fabric import Fabric

    fabric = Fabric(accelerator=accelerator, devices=1, precision=precision)
    inner = _Objective(system, loss)
    objective, *wrapped = fabric.setup(inner, *optimizers.values())
    optimizers = dict(zip(optimizers, wrapped, strict=True))
    inner.images = images.to(system.encoder.latent)
    curves: Curves = {}
    first = saved.load(system, optimizers, curves) if saved else 0
    with batches.deterministic():
        for step in tqdm(
            range(first, config.steps), initial=first, total=config.steps, disable=None
        ):
            set_rates(optimizers, config, step)
            torch.manual_seed(batches.stream(config.seed, 1, step))
            terms = objective(batches.batch(len(images), config, step))
            fabric.backward(_finite_sum(terms, step))
            last = step == config.steps - 1
            if step % config.monitor_every == 0 or last:
                _record(curves, step, terms, system, monitors or {})
                if recorder is not None:
                    with torch.no_grad():
                        recorder(step, system)
                objective.train()  # one of them may have evaluated the system
            update(optimizers, system, config)
            if saved and ((step + 1) % checkpoint_every == 0 or last):
                saved.save(system, optimizers, curves, step + 1)
    system.cpu().eval()
    return curves


def _check(system: ImagingSystem, loss: nn.Module, config: TrainingConfig) -> None:
    """Check that the arguments of `fit` are what they are called."""
    checks.instance("system", system, ImagingSystem, "a kdci.ImagingSystem(encoder, decoder)")
    wanted = "a torch.nn.Module, for instance kdci.TaskLoss() or kdci.DistillationLoss(teacher)"
    checks.instance("loss", loss, nn.Module, wanted)
    checks.instance("config", config, TrainingConfig, "a TrainingConfig(steps=...)")


def _check_images(images: Tensor, system: ImagingSystem) -> None:
    """Check that images can be trained on."""
    system.encoder.check(images)
    ranges.check_images("images", images, system.encoder)
    if images.amin() == images.amax():
        level = float(images.amax())
        raise ValueError(f"images: every value is {level:g}: must be images, to learn from")


class _Objective(nn.Module):
    """A system and its loss as one module, so that Fabric moves and wraps both.

    It is called with the indices of images, because Fabric rounds images on their way in.
    """

    images: Tensor

    def __init__(self, system: ImagingSystem, loss: nn.Module) -> None:
        super().__init__()
        self.system, self.loss = system, loss
        self.train()

    def train(self, mode: bool = True) -> Self:
        """Set the mode of all but a given decoder, whose running statistics must not drift."""
        super().train(mode)
        if not any(p.requires_grad for p in self.system.decoder.parameters()):
            self.system.decoder.eval()
        return self

    def forward(self, indices: Tensor) -> Terms:
        with patterns.computed_once(self):
            terms: Terms = self.loss(self.system, self.images[indices])
        return terms


def _finite_sum(terms: Mapping[str, Tensor], step: int) -> Tensor:
    wanted = "a dictionary of its terms, scalar tensors, by their names"
    checks.instance("loss: its value", terms, Mapping, wanted)
    total = torch.stack(list(terms.values())).sum()
    if not total.requires_grad:
        raise ValueError(f"loss: terms {', '.join(terms)}: must depend on what is trained")
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
