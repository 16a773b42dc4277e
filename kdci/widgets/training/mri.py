"""What a training step of MRI trains: a mask within a budget, and its decoder."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci.decoders import ScaleAwareUNet, UNet
from kdci.encoders.base import Encoder
from kdci.metrics.sampling import energy_spectrum
from kdci.physics import mri
from kdci.systems import ImagingSystem
from kdci.widgets.training.layers import exportable_unet
from kdci.widgets.training.physics import ExportableMRIEncoder, ThresholdBudget
from kdci.widgets.training.step import Objective
from kdci.widgets.training.subject import Subject


class MRIObjective(Objective):
    """A mask over k-space; a teacher's is its squared mask (H, W).

    Args:
        decoder: whose architecture is trained; its weights are of no influence.
        size: of the images [pixels].
    """

    def __init__(self, decoder: UNet, size: int) -> None:
        budget = ThresholdBudget(torch.tensor(1))
        latent = torch.randn(size, size, generator=torch.Generator().manual_seed(0))
        encoder = ExportableMRIEncoder(size, budget, latent)
        super().__init__(ImagingSystem(encoder, exportable_unet(decoder)))
        self.budget = budget

    def allow(self, count: Tensor) -> None:
        """Set how many points of k-space may be sampled."""
        self.budget.count = count

    def seen(self) -> Tensor:
        """Return the squared mask (H, W)."""
        return squared_mask(self.system.encoder)

    def misalignment(self, pattern: Tensor, teacher: Tensor) -> Tensor:
        """Return one minus the Gram cosine of two squared masks."""
        return mri.gram_misalignment(pattern, teacher)


def squared_mask(encoder: Encoder) -> Tensor:
    """Return the squared mask (H, W) of a teacher."""
    return encoder.constraint.squared(encoder.pattern)


def spectrum(images: Tensor) -> Tensor:
    """Return the share of the energy at each point of k-space, (H, W)."""
    found = energy_spectrum(images)
    return found / found.sum()


def objective(size: int) -> MRIObjective:
    """Return what the page trains, of images of a size [pixels]."""
    return MRIObjective(ScaleAwareUNet(), size)


MRI = Subject(
    name="mri",
    title="Train a student",
    label="Train a student",
    figure="fig-train-teachers",
    study="browser-teachers",
    kinds={"real": "real-valued, the same budget", "more": "binary, twice the samples"},
    optimisers={
        "adam": {"label": "Adam, rate 0.1", "rate": 0.1, "adam": True},
        "sgd": {"label": "SGD, rate 30", "rate": 30.0, "adam": False},
    },
    weights=[0.01, 0.03, 0.1, 0.3],
    start={"acceleration": 8, "optimiser": "adam", "teacher": "real", "weight": 0.03, "seed": 0},
    note=(
        "Slices of an averaged brain template with a simulated phase, 32 x 32 pixels, not of a "
        "patient. The step is kdci's own: U-Net, physics, losses, gradients and both optimisers in "
        "one graph. The teachers were trained beforehand (study browser-teachers)."
    ),
    objective=objective,
    teacher=squared_mask,
    spectrum=spectrum,
)
