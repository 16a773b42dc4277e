"""Drawing in k-space: which points an MRI scanner measures."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from kdci.constraints import Frozen
from kdci.designs import mri as designs
from kdci.encoders import Encoder, MRIEncoder
from kdci.metrics.sampling import energy_spectrum
from kdci.physics import mri
from kdci.studies.opened import OpenedStudy
from kdci.widgets.drawing.domain import Domain, Texts, held_out
from kdci.widgets.drawing.points import Points
from kdci.widgets.training.physics import Fourier

TESTED = frozenset({4, 8, 16})
TEACHERS = (4, 8, 16)
"""Accelerations of the students whose teachers' masks, which have half of it, are varied."""


class KSpace:
    """The Fourier transform of `kdci.physics.mri`."""

    def __init__(self, _: int) -> None:
        pass

    normal = staticmethod(mri.normal)
    energy = staticmethod(energy_spectrum)


def encoder(mask: Tensor) -> MRIEncoder:
    """Return the encoder of a mask (H, W)."""
    return MRIEncoder((mask.shape[0], mask.shape[1]), Frozen(), latent=mask)


def mask_of(system: Encoder) -> Tensor:
    """Return the mask of an encoder."""
    return system.pattern.detach()


def stream(study: OpenedStudy) -> Points:
    """Return the masks that the decoder is trained on."""
    images = study.images("train")
    learned = [study.system("teacher", at).encoder.pattern.detach() for at in TEACHERS]
    return Points(
        spectrum=energy_spectrum(images), held_out=held_out(images, TESTED), learned=learned
    )


def disc(shape: tuple[int, int], acceleration: float) -> Tensor:
    """Return the points nearest to DC, as many as the budget has; ties by position."""
    height, width = shape
    rows, columns = np.indices(shape)
    squared = (rows - height // 2) ** 2 + (columns - width // 2) ** 2
    nearest = np.argsort(squared.ravel(), kind="stable")[: round(height * width / acceleration)]
    mask = torch.zeros(height * width)
    mask[torch.from_numpy(nearest)] = 1
    return mask.view(shape)


def presets(study: OpenedStudy, acceleration: int) -> dict[str, Tensor]:
    """Return masks to begin with by their names, (H, W), 0 or 1, DC at (H // 2, W // 2)."""
    images = study.images("train")
    height, width = images.shape[-2:]
    shape = height, width
    learned = {
        name: study.system(name, acceleration).encoder.pattern.detach()
        for name in ("student", "baseline")
    }
    return {
        "disc": disc(shape, acceleration),
        "lines": designs.cartesian(shape, acceleration),
        "spiral": designs.spiral(shape, acceleration),
        "random": designs.variable_density(shape, acceleration),
        "energy-ranked": designs.energy_ranked(images, acceleration),
        **learned,
    }


TEXTS = Texts(
    title="Draw a mask",
    label="MRI: draw your own mask",
    budget="Acceleration",
    labels={
        "disc": "disc",
        "lines": "lines",
        "spiral": "spiral",
        "random": "random, denser at the centre",
        "energy-ranked": "energy-ranked",
        "student": "the student's",
        "baseline": "the E2E baseline's",
    },
    rivals={
        "student": "the student's",
        "baseline": "the E2E baseline's",
        "energy-ranked": "energy-ranked",
    },
    champion="student",
    start=(8, "disc"),
    partner="conjugate",
    words={
        "grid": "k-space, zero frequency in the middle.",
        "caption": "k-space: white points are sampled; the circle is zero frequency",
        "origin": "zero frequency",
        "on": "sampled",
        "off": "not sampled",
        "points": "points",
        "mask": "Mask",
        "champion": "the student",
        "champions": "the student's mask",
        "sides": "there and at the conjugate point",
        "saved": [
            "k-space, zero frequency at row and column N/2 (counted from 0)",
            "first axis down, second to the right: fftshift(fft2(image))",
        ],
        "convention": (
            "Rows are the first axis, from the top; columns the second. Zero frequency is at row "
            "and column N/2, counted from 0: k-space is fftshift(fft2(image)). For a transform "
            "without fftshift, take numpy.fft.ifftshift(mask)."
        ),
    },
    note=(
        "Slices of an averaged brain template with a simulated phase, not of a patient; measured "
        "without noise. One decoder, trained on masks of all kinds, serves every mask here."
    ),
)
MRI = Domain(
    name="mri",
    study="mri-acceleration",
    channels=2,
    tested=TESTED,
    transform=KSpace,
    exportable=Fourier,
    encoder=encoder,
    mask=mask_of,
    stream=stream,
    presets=presets,
    compared={
        "student": True,
        "baseline": True,
        "energy-ranked": False,
        **dict.fromkeys(designs.FIXED, False),
    },
    images=(0, 26, 55, 90, 120, 150, 180, 210),
    texts=TEXTS,
)
