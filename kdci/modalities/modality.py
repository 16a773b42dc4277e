"""What a study needs to know of a modality: its data, encoders, decoders and measures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from torch import Tensor

from kdci.decoders import Decoder
from kdci.encoders import Encoder

Numbers = dict[str, float]


@dataclass(frozen=True)
class Modality:
    """One modality.

    Args:
        images: makes images, called as ``images(split=..., count=..., size=..., seed=...)``, with
            ``phase=...`` too where ``has_phase``.
        designs: patterns that nobody learned, by name: called as ``design(images, shape,
            acceleration)`` with the training images, returns a latent.
        constraints: called by name as ``constraint(acceleration, shape)``.
        encoders: by the name of what the decoder starts from, called as ``encoder(shape,
            constraint, seed=seed)``.
        decoders: networks, by name.
        monitors: measures of an encoder that join the curves: called with the encoder and the
            training images' statistics from ``prepare``.
        measures: measures of a trained encoder that join the result; called likewise.
        prepare: statistics of the training images that the measures need.
        has_phase: whether the data have a simulated phase.
        channels: channels of an image.
        sizes: smallest and largest side of the embedded images [pixels].
    """

    images: Callable[..., Tensor]
    designs: Mapping[str, Callable[[Tensor, tuple[int, int], float], Tensor]]
    constraints: Mapping[str, Callable[[float, tuple[int, int]], object]]
    encoders: Mapping[str, Callable[..., Encoder]]
    decoders: Mapping[str, Callable[[], Decoder]]
    monitors: Mapping[str, Callable[[Encoder, Tensor | None], float]]
    measures: Callable[[Encoder, Tensor | None], Numbers]
    prepare: Callable[[Tensor], Tensor | None] = lambda images: None
    has_phase: bool = False
    channels: int = 1
    sizes: tuple[int, int] = (8, 128)

    @property
    def masks(self) -> Collection[str]:
        """Names of all patterns, the learned one first."""
        return ("learned", *self.designs)
