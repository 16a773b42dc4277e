"""What a reader draws in: k-space, or the grid of Hadamard patterns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from kdci.encoders.base import Encoder
from kdci.studies.opened import OpenedStudy
from kdci.widgets.drawing.masks import Stream


class Projection(Protocol):
    """Of images onto the coefficients of a transform that a mask selects."""

    def normal(self, images: Tensor, masks: Tensor, /) -> Tensor:
        """Return images (B, C, H, W), of which a mask (H, W) or masks (B, H, W) keep a part."""


class Transform(Projection, Protocol):
    """A transform of images whose coefficients a mask selects."""

    def energy(self, images: Tensor, /) -> Tensor:
        """Return the mean energy of each coefficient, (H, W), of images (B, C, H, W)."""


@dataclass(frozen=True)
class Texts:
    """The modality's own words; see also kdci/widgets/static/draw/contents.js.

    Attributes:
        title: of the page.
        label: of the instrument.
        budget: what the reader chooses that sets the number of points.
        labels: of the masks to begin with, by name.
        rivals: whose PSNR under the same decoder stands beside the reader's, by name.
        champion: the one of them who is to be beaten.
        start: acceleration and mask to begin with.
        partner: which point a brush on two sides paints, too: "conjugate" or "exchanged".
        words: for the board and the sentences around it.
        note: what a reader has to know of the data.
    """

    title: str
    label: str
    budget: str
    labels: Mapping[str, str]
    rivals: Mapping[str, str]
    champion: str
    start: tuple[int, str]
    partner: str
    words: Mapping[str, str | list[str]]
    note: str


@dataclass(frozen=True, eq=False)
class Domain:
    """What is drawn in, and what images and masks it is compared on.

    Attributes:
        name: of the modality; the names of its files begin with it.
        study: whose images the decoder of all masks is trained on.
        channels: of an image.
        tested: accelerations whose numbers of points are left out of the training.
        transform: of images of a size [pixels].
        exportable: the same in operations that ONNX has.
        encoder: of a mask, (H, W), 0 or 1.
        mask: of an encoder; what `encoder` inverts.
        stream: the masks that the decoder is trained on.
        presets: masks that a reader may begin with, by name, (H, W), 0 or 1, of a study and an
            acceleration.
        compared: systems of the study, by name, whose own decoders are compared with the one of
            all masks: whether their weights are released.
        images: test images over which a mask's PSNR is averaged, by index.
        texts: what the page says of it.
    """

    name: str
    study: str
    channels: int
    tested: frozenset[int]
    transform: Callable[[int], Transform]
    exportable: Callable[[int], Projection]
    encoder: Callable[[Tensor], Encoder]
    mask: Callable[[Encoder], Tensor]
    stream: Callable[[OpenedStudy], Stream]
    presets: Callable[[OpenedStudy, int], dict[str, Tensor]]
    compared: Mapping[str, bool]
    images: tuple[int, ...]
    texts: Texts


def held_out(images: Tensor, tested: frozenset[int]) -> frozenset[int]:
    """Return the numbers of points of masks at the tested accelerations."""
    return frozenset(round(images[0, 0].numel() / acceleration) for acceleration in tested)
