r"""Losses: lambda_1 L_TASK + lambda_2 L_DEC + lambda_3 L_ENC, each usable alone.

A loss is called with a system and a batch of images, and returns its terms by name; what is
minimised is their sum. Terms are already weighted.
"""

from __future__ import annotations

import copy
import weakref
from collections.abc import Collection

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 (the name the field uses)

from kdci import checks
from kdci.encoders import explicit
from kdci.systems import ImagingSystem

Terms = dict[str, Tensor]


class TaskLoss(nn.Module):
    """L_TASK: mean squared error between reconstruction and image. Alone, it is E2E training."""

    def forward(self, system: ImagingSystem, images: Tensor) -> Terms:
        """Return {"task": mean squared error}."""
        return {"task": F.mse_loss(at_least_single(system(images)), images)}


def feature_distance(student: Tensor, teacher: Tensor) -> Tensor:
    """Return the mean squared difference over the teacher's mean square: 0 where they agree.

    Dividing by the teacher's energy makes a weight mean the same at every stage of a decoder.
    Features in 16 bits are compared in 32.

    Raises:
        ValueError: if the two features have different shapes, or the teacher's is zero everywhere.
    """
    if student.shape != teacher.shape:
        shapes = f"{tuple(student.shape)} and {tuple(teacher.shape)}"
        raise ValueError(f"features: shapes {shapes} of student and teacher: must be the same")
    if not bool(teacher.any()):
        raise ValueError("features: the teacher's is zero everywhere: must not be, to be matched")
    student, teacher = at_least_single(student), at_least_single(teacher)
    return F.mse_loss(student, teacher) / teacher.square().mean()


def gram_loss(student: ImagingSystem, teacher: ImagingSystem) -> Tensor:
    """L_ENC: normalised squared Frobenius distance of the encoders' Gram matrices, exact."""
    return student.encoder.gram_distance(teacher.encoder)


def alignment_loss(student: ImagingSystem, teacher: ImagingSystem) -> Tensor:
    """L_ENC, free of scale: one minus the cosine between the encoders' Gram matrices, exact."""
    return student.encoder.gram_misalignment(teacher.encoder)


def at_least_single(values: Tensor) -> Tensor:
    """Return values of 16 bits, as a decoder makes under autocast, in 32; others as they are."""
    return values.float() if values.dtype in (torch.float16, torch.bfloat16) else values


ENCODER_LOSSES = {"gram": gram_loss, "alignment": alignment_loss}


class DistillationLoss(nn.Module):
    """The student's loss, with a frozen teacher looking on.

    The teacher is copied as it is now, for evaluation: the caller's own is not touched, and what
    becomes of it later does not matter. The copy gets no gradient, and runs only as far as the last
    matched feature. Teacher and student see the same images; with measurement noise, each system
    draws its own.

    Args:
        teacher: a trained system whose images have the student's shape.
        task: lambda_1, 0 or more.
        decoder: lambda_2, 0 or more.
        encoder: lambda_3, 0 or more.
        features: names of the decoder stages that L_DEC matches; without L_DEC, of no influence.
        encoder_loss: "gram" (Frobenius distance) or "alignment" (free of scale).

    Raises:
        TypeError: if the teacher or (on call) the student is no system.
        ValueError: if a weight is negative or not finite, all are zero, a feature or encoder loss
            does not exist, or (on call) the teacher is the student or shares parameters with it,
            its images have another shape than the student's, or L_ENC is to compare encoders of
            different kinds.
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
        wanted = "a kdci.ImagingSystem, for instance relax(student, constraint), trained"
        checks.instance("teacher", teacher, ImagingSystem, wanted)
        weights = {"task": task, "decoder": decoder, "encoder": encoder}
        for name, weight in weights.items():
            checks.number_in(name, weight, 0, 1e12)
        if not any(weights.values()):
            raise ValueError(f"weights {weights}: at least one must be above 0")
        self.matched = tuple(features) if decoder else ()
        for name in self.matched:
            checks.one_of("features", name, teacher.decoder.stage_names)
        checks.one_of("encoder_loss", encoder_loss, ENCODER_LOSSES)
        self.teacher = copy.deepcopy(teacher).eval().requires_grad_(False)
        self.teacher.zero_grad(set_to_none=True)
        self._originals = [weakref.ref(parameter) for parameter in teacher.parameters()]
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
        self._check(system)
        terms: Terms = {}
        with torch.no_grad():
            wanted = self.teacher.features(images, self.matched)
        wished = {*self.matched, "image"} if self.weights["task"] else set(self.matched)
        got = system.features(images, wished)
        if self.weights["task"]:
            terms["task"] = self.weights["task"] * F.mse_loss(at_least_single(got["image"]), images)
        if self.weights["decoder"]:
            distances = [feature_distance(got[name], wanted[name]) for name in self.matched]
            terms["decoder"] = self.weights["decoder"] * torch.stack(distances).mean()
        if self.weights["encoder"]:
            terms["encoder"] = self.weights["encoder"] * self.encoder_loss(system, self.teacher)
        return terms

    def _check(self, system: ImagingSystem) -> None:
        """Check that a student is one that this teacher can teach."""
        checks.instance("system", system, ImagingSystem, "a kdci.ImagingSystem, the student")
        originals = {id(reference()) for reference in self._originals}
        shared = [name for name, one in system.named_parameters() if id(one) in originals]
        if shared:
            found = f"teacher: is the student, or shares {shared[0]!r} with it"
            raise ValueError(f"{found}: must be another system, as relax(student, ...) is")
        ours, theirs = system.encoder, self.teacher.encoder
        if ours.image_shape != theirs.image_shape:
            found = f"teacher: images of shape {theirs.image_shape}"
            raise ValueError(f"{found}: must be the student's {ours.image_shape}")
        if self.weights["encoder"] and type(ours).gram_distance is not type(theirs).gram_distance:
            found = f"teacher: has a {explicit.name(theirs)}, the student a {explicit.name(ours)}"
            raise ValueError(f"{found}: must be of one kind for L_ENC: else set encoder=0")
