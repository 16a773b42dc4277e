"""What a student has of its teacher before its first step: the decoder's weights, or the pattern.

It is a transfer without any loss, and so the control of those with one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import torch

from kdci.systems import ImagingSystem


def inherit(student: ImagingSystem, teacher: ImagingSystem, parts: Collection[str]) -> None:
    """Give a student some parts of its teacher, as copies.

    Args:
        student: a system that is not trained yet; it is changed in place.
        teacher: a trained system.
        parts: names of `PARTS`.

    Raises:
        ValueError: if the teacher's part does not fit the student.
    """
    for name in parts:
        try:
            PARTS[name](student, teacher)
        except RuntimeError as error:
            raise ValueError(f"inherit: the teacher's {name} does not fit: {error}") from error


def _decoder(student: ImagingSystem, teacher: ImagingSystem) -> None:
    student.decoder.load_state_dict(teacher.decoder.state_dict())


def _encoder(student: ImagingSystem, teacher: ImagingSystem) -> None:
    """Start the student's pattern at the teacher's, as far as the student's constraint can."""
    ours, theirs = student.encoder, teacher.encoder.pattern.detach()
    with torch.no_grad():
        if theirs.shape != ours.latent.shape:
            shapes = f"{tuple(theirs.shape)}: must be {tuple(ours.latent.shape)}"
            raise RuntimeError(f"its pattern has the shape {shapes}")
        ours.latent.copy_(ours.constraint.start_at(theirs))


PARTS: dict[str, Callable[[ImagingSystem, ImagingSystem], None]] = {
    "decoder": _decoder,
    "encoder": _encoder,
}
"""What can be inherited, by its name in a study."""
