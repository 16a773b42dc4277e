"""Drawing for the single-pixel camera: which Hadamard patterns it shows."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci.constraints import Bipolar
from kdci.encoders import Encoder, SPCEncoder
from kdci.studies.opened import OpenedStudy
from kdci.widgets.drawing.domain import Domain, Texts, held_out
from kdci.widgets.drawing.hadamard import Hadamard, walsh
from kdci.widgets.drawing.patterns import Patterns, orders

TESTED = frozenset({4, 10, 20})


def encoder(mask: Tensor) -> SPCEncoder:
    """Return the encoder of the patterns of a mask (H, W), row by row."""
    height, width = mask.shape
    rows, columns = mask.nonzero(as_tuple=True)
    vertical, horizontal = walsh(height)[rows] * height**0.5, walsh(width)[columns] * width**0.5
    shown = (vertical[:, :, None] * horizontal[:, None, :]).flatten(1)
    return SPCEncoder((height, width), Bipolar(patterns=len(shown)), latent=shown)


def mask_of(system: Encoder) -> Tensor:
    """Return the mask of an encoder whose patterns are Hadamard ones.

    Raises:
        ValueError: if one of them is not.
    """
    size = system.image_shape[-1]
    patterns = system.pattern.detach().unflatten(1, (1, size, size))
    found = Hadamard(size).coefficients(patterns).square()[:, 0].sum(0) / size**2
    if not torch.allclose(found, found.round(), atol=1e-4):
        raise ValueError("system: has other patterns than Hadamard ones")
    return found.round()


def stream(study: OpenedStudy) -> Patterns:
    """Return the selections that the decoder is trained on."""
    images = study.images("train")
    return Patterns(
        spectrum=Hadamard(images.shape[-1]).energy(images),
        held_out=held_out(images, TESTED),
        accelerations=(2, 32),
        sparse=256,
    )


def selected(late: Tensor, acceleration: float) -> Tensor:
    """Return the mask of the first patterns in an order, (H, W); ties by position."""
    mask = torch.zeros(late.numel())
    first = late.flatten().sort(stable=True).indices[: round(late.numel() / acceleration)]
    mask[first] = 1
    return mask.view(late.shape)


def presets(study: OpenedStudy, acceleration: int) -> dict[str, Tensor]:
    """Return selections to begin with by their names, (H, W), 0 or 1, the constant at (0, 0)."""
    images = study.images("train")
    height, width = images.shape[-2:]
    shape = height, width
    generator = torch.Generator().manual_seed(0)
    late = {
        "energy-ranked": -Hadamard(height).energy(images),
        **{name: torch.from_numpy(order) for name, order in orders(shape).items()},
        "random": torch.rand(shape, generator=generator),
    }
    return {name: selected(order, acceleration) for name, order in late.items()}


TEXTS = Texts(
    title="Choose patterns",
    label="Single-pixel camera: choose your own patterns",
    budget="Pixels per pattern",
    labels={
        "energy-ranked": "those of most energy",
        "sequency": "lowest sum of both sequencies",
        "square": "lowest larger sequency",
        "hyperbolic": "lowest product of both sequencies",
        "random": "at random",
    },
    rivals={
        "energy-ranked": "by energy",
        "hyperbolic": "by the product",
        "sequency": "by the sum",
        "random": "at random",
    },
    champion="energy-ranked",
    start=(10, "sequency"),
    partner="exchanged",
    words={
        "grid": "The grid of Hadamard patterns, the constant pattern at the top left.",
        "caption": (
            "Hadamard patterns: white ones are shown. One row further down is one more change of "
            "sign from top to bottom, one column further right one more from left to right; the "
            "circle is the constant pattern"
        ),
        "origin": "the constant pattern",
        "on": "shown",
        "off": "not shown",
        "points": "patterns",
        "mask": "Selection",
        "champion": "the ranking by energy",
        "champions": "the selection by energy",
        "sides": "there and with rows and columns exchanged",
        "saved": [
            "Hadamard patterns, the constant one at row and column 0",
            "row: changes of sign from top to bottom; column: from left to right",
        ],
        "convention": (
            "Row i and column j, counted from 0, stand for the pattern that changes its sign i "
            "times from top to bottom and j times from left to right: the outer product of rows i "
            "and j of the Walsh matrix in order of sequency."
        ),
    },
    note=(
        "Small pieces of photographs, measured without noise. One decoder, trained on selections "
        "of all kinds, serves every selection here."
    ),
)
SPC = Domain(
    name="spc",
    study="spc-claims",
    channels=1,
    tested=TESTED,
    transform=Hadamard,
    exportable=Hadamard,
    encoder=encoder,
    mask=mask_of,
    stream=stream,
    presets=presets,
    compared={"hadamard-energy": False},
    images=(0, 32, 64, 96, 128, 160, 192, 224),
    texts=TEXTS,
)
