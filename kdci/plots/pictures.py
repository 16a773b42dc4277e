"""How a pattern and an image of each modality look on paper."""

from __future__ import annotations

from functools import singledispatch

import torch
from torch import Tensor

from kdci.encoders import CASSIEncoder, Encoder, FilterArrayEncoder, MRIEncoder, SPCEncoder

MOSAIC = 3
"""Patterns of a single-pixel camera in a row and a column of its picture."""


@singledispatch
def pattern_picture(encoder: Encoder) -> Tensor:
    """Return a picture of the encoder's pattern: (H, W) or (H, W, 3), 0 to 1."""
    raise TypeError(f"encoder: {type(encoder).__name__} has no picture")


@pattern_picture.register
def _(encoder: MRIEncoder) -> Tensor:
    return encoder.pattern.detach()


@pattern_picture.register
def _(encoder: SPCEncoder) -> Tensor:
    """The first nine patterns, each in a grey line: the page is white."""
    shape = encoder.image_shape[1:]
    patterns = encoder.pattern.detach()[: MOSAIC**2]
    patterns = patterns.view(-1, *shape)
    low, high = patterns.min(), patterns.max()
    tiles = torch.nn.functional.pad((patterns - low) / (high - low), (1, 1, 1, 1), value=0.5)
    blank = torch.ones(MOSAIC**2 - len(tiles), *tiles.shape[1:])
    rows = torch.cat((tiles, blank)).view(MOSAIC, MOSAIC, *tiles.shape[1:])
    return rows.permute(0, 2, 1, 3).reshape(MOSAIC * tiles.shape[1], -1)


@pattern_picture.register
def _(encoder: CASSIEncoder) -> Tensor:
    """The first snapshot's aperture, a coloured one in false colour."""
    aperture = encoder.pattern.detach()[0]
    return aperture[0] if len(aperture) == 1 else false_colour(aperture)


@pattern_picture.register
def _(encoder: FilterArrayEncoder) -> Tensor:
    """The tile of filters in false colour."""
    return false_colour(encoder.pattern.detach())


def picture(encoder: Encoder, image: Tensor) -> Tensor:
    """Return an image (C, H, W) as it is looked at: (H, W), or (H, W, 3) in false colour."""
    visible = encoder.visible(image[None])[0]
    return visible[0] if len(visible) == 1 else false_colour(visible)


def false_colour(bands: Tensor) -> Tensor:
    """Return bands (L, H, W), short to long wavelengths, as red, green, blue: (H, W, 3), 0 to 1.

    Each colour is the mean of a third of the bands.
    """
    blue, green, red = (part.mean(dim=0) for part in bands.tensor_split(3))
    return torch.stack((red, green, blue), dim=-1).clamp(0, 1)
