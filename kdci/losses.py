r"""Losses: lambda_1 L_TASK + lambda_2 L_DEC + lambda_3 L_ENC, each usable alone.

A loss is called with a system and a batch of images, and returns its terms by name; what is
minimised is their sum. Terms are already weighted.
"""

from __future__ import annotations

from collections.abc import Collection

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 (the name the field uses)

from kdci import checks
from kdci.systems import ImagingSystem

Terms = dict[str, Tensor]


class TaskLoss(nn.Module):
    """L_TASK: mean squared error between reconstruction and image. Alone, it is E2E training."""

    def forward(self, system: ImagingSystem, images: Tensor) -> Terms:
        """Return {"task": mean squared error}."""
        return {"task": F.mse_loss(system(images), images)}


def feature_distance(student: Tensor, teacher: Tensor) -> Tensor:
    """Return the mean squared difference over the teacher's mean square: 0 where they agree.

    Dividing by the teacher's energy makes a weight mean the same at every stage of a decoder.

    Raises:
        ValueError: if the two features have different shapes.
    """
    if student.shape != teacher.shape:
        shapes = f"{tuple(student.shape)} and {tuple(teacher.shape)}"
        raise ValueError(f"features: shapes {shapes} of student and teacher: must be the same")
    return F.mse_loss(student, teacher) / teacher.square().mean()


def gram_loss(student: ImagingSystem, teacher: ImagingSystem) -> Tensor:
    """L_ENC: normalised squared Frobenius distance of the encoders' Gram matrices, exact."""
    return student.encoder.gram_distance(teacher.encoder)


def alignment_loss(student: ImagingSystem, teacher: ImagingSystem) -> Tensor:
    """L_ENC, free of scale: one minus the cosine between the encoders' Gram matrices, exact."""
    return student.encoder.gram_misalignment(teacher.encoder)


ENCODER_LOSSES = {"gram": gram_loss, "alignment": alignment_loss}


class DistillationLoss(nn.Module):
    """The student's loss, with a frozen teacher looking on.

    The teacher is put into evaluation mode for good, gets no gradient, and runs only as far as the
    last matched feature. Teacher and student see the same images; with measurement noise, each
    system draws its own.

    Args:
        teacher: a trained system whose images have the student's shape.
        task: lambda_1, 0 or more.
        decoder: lambda_2, 0 or more.
        encoder: lambda_3, 0 or more.
        features: names of the decoder stages that L_DEC matches; without L_DEC, of no influence.
        encoder_loss: "gram" (Frobenius distance) or "alignment" (free of scale).

    Raises:
        ValueError: if a weight is negative or not finite, all are zero, a feature or encoder loss
            does not exist, or (on call) the student's images have another shape than the teacher's.
    """

    def __init__(
        self,
        teacher: ImagingSystem,
        task: float = 1.0,
        decoder: float = 0.0,
        encoder: float = 0.0,
        features: Collection[str] = ("bottleneck",),
        encoder_loss: str = "gram",
    ) -> None:
        super().__init__()
        weights = {"task": task, "decoder": decoder, "encoder": encoder}
        for name, weight in weights.items():
            checks.number_in(name, weight, 0, 1e12)
        if not any(weights.values()):
            raise ValueError(f"weights {weights}: at least one must be above 0")
        self.matched = tuple(features) if decoder else ()
        for name in self.matched:
            checks.one_of("features", name, teacher.decoder.stage_names)
        checks.one_of("encoder_loss", encoder_loss, ENCODER_LOSSES)
        self.teacher = teacher.eval().requires_grad_(False)
        self.weights = weights
        self.encoder_loss = ENCODER_LOSSES[encoder_loss]

    def extra_repr(self) -> str:
        """Return the settings, for printing and for the identity of a training run."""
        weights = ", ".join(f"{name}={weight:g}" for name, weight in self.weights.items())
        return f"{weights}, features={self.matched}, encoder_loss={self.encoder_loss.__name__}"

    def train(self, mode: bool = True) -> DistillationLoss:
        """Set the mode of everything but the teacher, which stays in evaluation mode."""
        super().train(mode)
        self.teacher.eval()
        return self

    def forward(self, system: ImagingSystem, images: Tensor) -> Terms:
        """Return the weighted terms "task", "decoder" and "encoder" whose weight is not zero."""
        if system.encoder.image_shape != self.teacher.encoder.image_shape:
            ours, theirs = system.encoder.image_shape, self.teacher.encoder.image_shape
            raise ValueError(f"teacher: images of shape {theirs}: must be the student's {ours}")
        terms: Terms = {}
        with torch.no_grad():
            wanted = self.teacher.features(images, self.matched)
        wished = {*self.matched, "image"} if self.weights["task"] else set(self.matched)
        got = system.features(images, wished)
        if self.weights["task"]:
            terms["task"] = self.weights["task"] * F.mse_loss(got["image"], images)
        if self.weights["decoder"]:
            distances = [feature_distance(got[name], wanted[name]) for name in self.matched]
            terms["decoder"] = self.weights["decoder"] * torch.stack(distances).mean()
        if self.weights["encoder"]:
            terms["encoder"] = self.weights["encoder"] * self.encoder_loss(system, self.teacher)
        return terms
