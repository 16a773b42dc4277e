"""One training step of a single-pixel camera, as `kdci.widgets.training.step` has that of MRI."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from kdci.configuration import TrainingConfig
from kdci.constraints import Bipolar
from kdci.decoders import UNet
from kdci.encoders.spc import SPCEncoder, patterns_for
from kdci.physics import spc
from kdci.systems import ImagingSystem
from kdci.widgets.training.layers import exportable_unet
from kdci.widgets.training.step import LATENT, Objective, Settings, Step


class CameraStep(Step):
    """A training step of a camera with a fixed number of patterns of -1 and +1.

    Its settings have a teacher's patterns (S', n) in place of a squared mask; their count is of no
    influence.

    Args:
        decoder: whose architecture is trained, of one channel; its weights are of no influence.
        size: of the images [pixels].
        ratio: patterns by pixels.
        clip: largest norm of the decoder's gradient.
    """

    def __init__(
        self, decoder: UNet, size: int, ratio: float, clip: float = TrainingConfig.clip
    ) -> None:
        nn.Module.__init__(self)
        shape = (size, size)
        encoder = SPCEncoder(shape, Bipolar(patterns=patterns_for(ratio, shape)))
        self.clip = clip
        self.objective = _CameraObjective(ImagingSystem(encoder, exportable_unet(decoder)))
        self.names = [name for name, _ in self.objective.named_parameters() if name != LATENT]

    def evaluate(
        self, batch: Tensor, settings: Settings, latent: Tensor, weights: list[Tensor]
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return task loss, misalignment with the teacher, and the patterns."""
        named = dict(zip(self.names, weights, strict=True)) | {LATENT: latent}
        given = (batch, settings.teacher)
        task, distance, patterns = torch.func.functional_call(self.objective, named, given)
        return task, distance, patterns


class _CameraObjective(Objective):
    def forward(self, batch: Tensor, teacher: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return task loss, misalignment with the teacher's patterns, and the patterns."""
        task = self.task(self.system, batch)["task"]
        patterns = self.system.encoder.pattern
        return task, spc.gram_misalignment(patterns, teacher), patterns
