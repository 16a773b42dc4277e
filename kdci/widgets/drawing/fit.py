"""Train the decoder of all masks: another mask for each image of each step."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from kdci import batches, files
from kdci.configuration import TrainingConfig, one_cycle
from kdci.widgets.drawing.decoder import Cascade
from kdci.widgets.drawing.domain import Transform
from kdci.widgets.drawing.masks import Stream


@dataclass(frozen=True)
class Settings:
    """How the decoder of all masks is trained."""

    steps: int = 3000
    batch_size: int = 8
    rate: float = 2e-3
    warmup: float = 0.1
    clip: float = 1.0
    seed: int = 0
    cascades: int = 2
    base: int = 8
    every: int = 50


def error(decoder: Cascade, images: Tensor, masks: Tensor, transform: Transform) -> Tensor:
    """Return the mean squared error of each image (B, C, H, W) behind its mask (B, H, W), (B,)."""

    def normal(x: Tensor) -> Tensor:
        return transform.normal(x, masks)

    found = decoder(normal(images), normal)
    errors: Tensor = (found - images).square().mean((1, 2, 3))
    return errors


def train(
    images: Tensor,
    transform: Transform,
    stream: Stream,
    settings: Settings,
    checkpoint: Path,
    say: Callable[[str], None] = print,
) -> tuple[Cascade, dict[str, list[float]]]:
    """Return a trained decoder and its curves: "step", and the PSNR [dB] that the loss stands for.

    What is minimised is the mean logarithm of an image's squared error: so each mask counts alike,
    whatever it leaves to be guessed. Everything random in a step is a function of seed and step, so
    a training that was stopped goes on from its checkpoint as if it never was.

    Args:
        images: (N, C, H, W), magnitudes in [0, 1].
        transform: whose coefficients the masks select.
        stream: of masks.
        settings: how.
        checkpoint: file from which to resume, if it is there and of the same settings.
        say: told a line now and then.

    Raises:
        FloatingPointError: if the loss is not finite.
    """
    torch.manual_seed(settings.seed)
    decoder = Cascade(settings.cascades, settings.base, images.shape[1]).train()
    optimizer = torch.optim.Adam(decoder.parameters(), lr=settings.rate)
    order = TrainingConfig(steps=settings.steps, batch_size=settings.batch_size, seed=settings.seed)
    curves: dict[str, list[float]] = {"step": [], "psnr": []}
    first, recent = 0, 0.0
    if checkpoint.is_file():
        saved = torch.load(io.BytesIO(checkpoint.read_bytes()), weights_only=True)
        if saved["settings"] == asdict(settings):
            decoder.load_state_dict(saved["decoder"])
            optimizer.load_state_dict(saved["optimizer"])
            first, curves = saved["step"], saved["curves"]
    for step in range(first, settings.steps):
        rate = settings.rate * one_cycle(step / settings.steps, settings.warmup)
        for group in optimizer.param_groups:
            group["lr"] = rate
        seeds = [batches.stream(settings.seed, 2, step, b) for b in range(settings.batch_size)]
        masks = torch.stack([stream.mask(seed) for seed in seeds])
        chosen = batches.batch(len(images), order, step)
        loss = error(decoder, images[chosen], masks, transform).add(1e-6).log().mean()
        if not torch.isfinite(loss):
            raise FloatingPointError(f"step {step}: the loss is not finite ({loss.item():g})")
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(decoder.parameters(), settings.clip)
        optimizer.step()
        recent += -10 * loss.item() / 2.302585092994046 / settings.every
        if (step + 1) % settings.every == 0:
            curves["step"].append(step + 1)
            curves["psnr"].append(round(recent, 3))
            say(f"step {step + 1} of {settings.steps}: {recent:.2f} dB")
            recent = 0.0
            _save(checkpoint, settings, decoder, optimizer, step + 1, curves)
    return decoder.eval(), curves


def _save(
    path: Path,
    settings: Settings,
    decoder: Cascade,
    optimizer: torch.optim.Optimizer,
    step: int,
    curves: dict[str, list[float]],
) -> None:
    content = io.BytesIO()
    state = {
        "settings": asdict(settings),
        "decoder": decoder.state_dict(),
        "optimizer": optimizer.state_dict(),
        "step": step,
        "curves": curves,
    }
    torch.save(state, content)
    files.write_bytes(path, content.getvalue())
