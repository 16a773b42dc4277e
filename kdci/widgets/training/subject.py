"""What a reader trains: a mask over k-space, or the patterns of a single-pixel camera."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from torch import Tensor

from kdci.encoders.base import Encoder
from kdci.widgets.training.step import Objective


@dataclass(frozen=True, eq=False)
class Subject:
    """What one page trains; its words in the browser are in kdci/widgets/static/train.

    Attributes:
        name: of the modality; the names of its files end with it.
        title: of the page.
        label: of the instrument.
        figure: id of the still pictures that stand where the instrument cannot start.
        study: whose images are trained on, and whose systems are the teachers.
        kinds: of teachers that a reader may choose, by what the study appends to "teacher-".
        optimisers: of the pattern, by name: label, rate, and whether it is Adam.
        weights: of the encoder loss.
        start: what is chosen at first.
        note: what a reader has to know of the data.
        objective: what is trained, of images of a size [pixels].
        teacher: the pattern of a teacher's encoder, of one shape for all of them.
        spectrum: of training images, what the pattern's share of energy is computed with; empty
            where the test images themselves serve.
    """

    name: str
    title: str
    label: str
    figure: str
    study: str
    kinds: Mapping[str, str]
    optimisers: Mapping[str, Mapping[str, str | float | bool]]
    weights: Sequence[float]
    start: Mapping[str, str | float]
    note: str
    objective: Callable[[int], Objective]
    teacher: Callable[[Encoder], Tensor]
    spectrum: Callable[[Tensor], Tensor]
