"""A recorder for `kdci.training.fit`, which keeps moments of a training."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from kdci.encoders import MRIEncoder
from kdci.evaluation import reconstruct
from kdci.metrics.quality import psnr
from kdci.plots.pictures import picture
from kdci.systems import ImagingSystem
from kdci.training import Curves
from kdci.widgets.films.reel import Reel

SHADES = 255


class MaskRecorder:
    """Keeps mask, reconstruction, PSNR and energy of an MRI system at given steps.

    Args:
        steps: at which a moment is kept, before their updates.
        images: on which the PSNR is the mean, (N, 2, H, W).
        shown: index of the image whose reconstruction is kept.
        spectrum: mean energy of the training images (H, W); see `kdci.metrics.sampling`.
    """

    def __init__(
        self,
        steps: Sequence[int],
        images: Tensor,
        shown: int,
        spectrum: Tensor,
    ) -> None:
        self.wanted, self.images, self.shown = frozenset(steps), images, shown
        self.spectrum = spectrum
        self.kept: list[tuple[int, Tensor, Tensor, float, float]] = []

    def __call__(self, step: int, system: ImagingSystem) -> None:
        """Keep a moment, if it is wanted."""
        if step in self.wanted:
            self.keep(step, system)

    @torch.no_grad()
    def keep(self, step: int, system: ImagingSystem) -> None:
        """Keep a moment.

        Raises:
            TypeError: if the system has no mask of k-space.
        """
        encoder = system.encoder
        if not isinstance(encoder, MRIEncoder):
            raise TypeError(f"encoder: {type(encoder).__name__}: must be a kdci.MRIEncoder")
        found = reconstruct(system, self.images)
        quality = psnr(encoder.visible(found), encoder.visible(self.images))
        self.kept.append(
            (
                step,
                shades(encoder.power.cpu()),
                shades(picture(encoder, found[self.shown])),
                round(float(quality.mean()), 4),
                round(float((self.spectrum * encoder.power.cpu()).sum() / self.spectrum.sum()), 6),
            )
        )

    def reel(self, curves: Curves) -> Reel:
        """Return what was kept, with loss and gradient from the curves of all steps."""
        steps, patterns, pictures, quality, energy = zip(*self.kept, strict=True)
        numbers = {"psnr": list(quality), "energy": list(energy)}
        for name, curve in (("loss", "task"), ("gradient", "encoder_gradient")):
            numbers[name] = [float(f"{curves[curve][step]:.5g}") for step in steps[:-1]]
        return Reel(list(steps), torch.stack(patterns), torch.stack(pictures), numbers)


def shades(values: Tensor) -> Tensor:
    """Return values from 0 to 1 as whole numbers from 0 to 255."""
    return (values.clamp(0, 1) * SHADES).round().to(torch.uint8)
