"""What a training step of a single-pixel camera trains: patterns of -1 and +1, and a decoder."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from kdci.constraints import Bipolar
from kdci.decoders import ScaleAwareUNet, UNet
from kdci.encoders.base import Encoder
from kdci.encoders.spc import SPCEncoder, patterns_for
from kdci.physics import spc
from kdci.systems import ImagingSystem
from kdci.widgets.training.layers import exportable_unet
from kdci.widgets.training.step import Objective
from kdci.widgets.training.subject import Subject

RATIO = 1 / 20
"""Patterns by pixels on the page."""
LARGEST = 2
"""Patterns of a teacher by patterns of its student, at most."""


class CameraObjective(Objective):
    """A fixed number of patterns (S, n); a teacher's are (S', n).

    Args:
        decoder: whose architecture is trained, of one channel; its weights are of no influence.
        size: of the images [pixels].
        ratio: patterns by pixels.
    """

    def __init__(self, decoder: UNet, size: int, ratio: float) -> None:
        shape = (size, size)
        encoder = SPCEncoder(shape, Bipolar(patterns=patterns_for(ratio, shape)))
        super().__init__(ImagingSystem(encoder, exportable_unet(decoder)))

    def seen(self) -> Tensor:
        """Return the patterns (S, n)."""
        pattern: Tensor = self.system.encoder.pattern
        return pattern

    def misalignment(self, pattern: Tensor, teacher: Tensor) -> Tensor:
        """Return one minus the Gram cosine of two sets of patterns."""
        return spc.gram_misalignment(pattern, teacher)


def padded(encoder: Encoder) -> Tensor:
    """Return the patterns of a teacher, and below them rows of zeros up to what a graph expects.

    Such rows measure nothing: they leave the Gram matrix as it is.
    """
    pattern: Tensor = encoder.pattern
    rows = LARGEST * patterns_for(RATIO, encoder.image_shape[1:])
    return functional.pad(pattern, (0, 0, 0, rows - len(pattern)))


def objective(size: int) -> CameraObjective:
    """Return what the page trains, of images of a size [pixels]."""
    return CameraObjective(ScaleAwareUNet(channels=1), size, RATIO)


def no_spectrum(images: Tensor) -> Tensor:
    """Return nothing (0,): the share of energy is that of the test images themselves."""
    return images.new_empty(0)


CAMERA = Subject(
    name="spc",
    title="Train a single-pixel camera",
    label="Train a student of the single-pixel camera",
    figure="fig-train-camera-teachers",
    study="browser-cameras",
    kinds={"real": "real-valued, as many patterns", "more": "-1 and +1, twice the patterns"},
    optimisers={
        "adam": {"label": "Adam, rate 0.003", "rate": 0.003, "adam": True},
        "sgd": {"label": "SGD, rate 30", "rate": 30.0, "adam": False},
        "slow": {"label": "SGD, rate 0.3", "rate": 0.3, "adam": False},
    },
    weights=[0.03, 0.1, 0.3, 1],
    start={"acceleration": 20, "optimiser": "adam", "teacher": "real", "weight": 0.03, "seed": 0},
    note=(
        "Photographs of clothes (Fashion-MNIST), 32 x 32 pixels, measured without noise. The step "
        "is kdci's own: U-Net, physics, losses, gradients and both optimisers in one graph. The "
        "teachers were trained beforehand (study browser-cameras)."
    ),
    objective=objective,
    teacher=padded,
    spectrum=no_spectrum,
)
