"""What a study needs to know of a modality: its data, encoders, decoders and measures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from torch import Tensor, nn

from kdci.constraints import Binary, Constraint, Real
from kdci.decoders import UNet, Unrolled, ZeroFilled
from kdci.encoders import Encoder
from kdci.metrics.encoders import coherence, condition_number
from kdci.modalities.amount import Amount
from kdci.modalities.source import Source

Numbers = dict[str, float]
Shape = tuple[int, int]


def general_measures(encoder: Encoder, statistics: Tensor | None = None) -> Numbers:
    """Return the measures that every encoder has: condition number and coherence."""
    found = coherence(encoder)
    return {
        "condition_number": condition_number(encoder),
        "mutual_coherence": found.mutual,
        "average_coherence": found.average,
    }


def _constraints() -> dict[str, Callable[[float, Shape], Constraint]]:
    return {
        "binary": lambda acceleration, shape: Binary(),
        "real": lambda acceleration, shape: Real(),
    }


def _monitors() -> dict[str, Callable[[Any, Any], float]]:
    return {"condition_number": lambda encoder, _: condition_number(encoder)}


@dataclass(frozen=True)
class Modality:
    """One modality; your own is found by its import path, and nothing in the package is touched.

    Args:
        images: makes images (N, C, H, W), float32, in [-1, 1]; called as ``images(split=...,
            count=..., size=..., seed=...)``, with ``phase=...`` too where ``has_phase``.
        encoders: by the name of what the decoder starts from, called as ``encoder(shape,
            constraint, seed=seed)``. A study that says nothing means "adjoint".
        channels: channels of an image.
        constraints: by name, called as ``constraint(acceleration, shape)``; by default "binary" and
            "real", both in [0, 1].
        designs: patterns that nobody learned, by name: called as ``design(images, shape,
            acceleration)`` with the training images, returns a latent.
        decoders: networks, by name; by default "unet", "unrolled" and "zero-filled", of as many
            channels as an image has.
        monitors: measures of an encoder that join the curves: called with the encoder and the
            training images' statistics from ``prepare``; by default the condition number.
        measures: measures of a trained encoder that join the result; called likewise; by default
            the condition number and the coherence.
        prepare: statistics of the training images that the measures need.
        has_phase: whether the data have a simulated phase.
        sizes: smallest and largest side of the embedded images [pixels].
        amount: the field's word for how little is measured.
        sources: data sets of real images, by the name that a study gives as ``data.source``.

    Example:
        In ``my_lab/video.py``, with an encoder of yours, `Video`:

        >>> from kdci.data.photographs import photograph_patches
        >>> from kdci.encoders import SPCEncoder as Video
        >>> VIDEO = Modality(images=photograph_patches, encoders={"adjoint": Video})
        >>> sorted(VIDEO.decoders)
        ['unet', 'unrolled', 'zero-filled']

        and in ``video.yaml``, for ``kdci study run video.yaml`` in the folder of ``my_lab``:

        .. code-block:: yaml

            study: video
            modality: my_lab.video:VIDEO
            evaluate_on: test
            accelerations: [4]
            seeds: [0, 1, 2]
            constraint: binary
            data: {size: 32, train: 512, validation: 64, test: 64}
            systems:
              teacher: {role: teacher, variant: real-valued, constraint: real}
              baseline: {role: baseline, variant: E2E}
              student:
                role: student
                variant: both losses
                distillation: {teacher: teacher, decoder: 0.1, encoder: 0.01}
    """

    images: Callable[..., Tensor]
    encoders: Mapping[str, Callable[..., Encoder]]
    channels: int = 1
    constraints: Mapping[str, Callable[[float, Shape], Constraint]] = field(
        default_factory=_constraints
    )
    designs: Mapping[str, Callable[[Tensor, Shape, float], Tensor]] = field(default_factory=dict)
    decoders: Mapping[str, Callable[[], nn.Module]] = field(default_factory=dict)
    monitors: Mapping[str, Callable[[Any, Any], float]] = field(default_factory=_monitors)
    measures: Callable[[Any, Any], Numbers] = general_measures
    prepare: Callable[[Tensor], Tensor | None] = lambda images: None
    has_phase: bool = False
    sizes: tuple[int, int] = (8, 128)
    amount: Amount = field(default_factory=Amount)
    sources: Mapping[str, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give decoders of the right number of channels, where none are named."""
        if not self.decoders:
            decoders = {
                "unet": partial(UNet, channels=self.channels),
                "unrolled": partial(Unrolled, channels=self.channels),
                "zero-filled": ZeroFilled,
            }
            object.__setattr__(self, "decoders", decoders)

    @property
    def masks(self) -> Collection[str]:
        """Names of all patterns, the learned one first."""
        return ("learned", *self.designs)
