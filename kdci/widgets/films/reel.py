"""A reel: what is kept of one training, moment by moment."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from PIL import Image, UnidentifiedImageError
from torch import Tensor

NUMBERS = ("psnr", "energy", "loss", "gradient")
"""Of each moment: mean PSNR on the test images [dB], energy in the mask (0 to 1), task loss of the
step's batch, norm of the gradient with respect to the mask's latent. The last two are of a step, so
that after the last step there are none."""


@dataclass(frozen=True)
class Reel:
    """What is kept of one training.

    Attributes:
        steps: which a moment is before; the last is the number of steps, after all of them.
        patterns: squared masks (T, H, W), 0 to 255, whole numbers.
        pictures: magnitudes of one reconstruction (T, H, W), 0 to 255, whole numbers.
        numbers: lists by the names in `NUMBERS`, of length T; of loss and gradient, T - 1.
    """

    steps: list[int]
    patterns: Tensor
    pictures: Tensor
    numbers: Mapping[str, list[float]]

    def at(self, places: Sequence[int]) -> Reel:
        """Return the reel at some of its moments, by their indices; the last must be the last."""
        numbers = {
            name: [self.numbers[name][k] for k in places if k < len(self.numbers[name])]
            for name in NUMBERS
        }
        steps, index = [self.steps[k] for k in places], list(places)
        return Reel(steps, self.patterns[index], self.pictures[index], numbers)

    def content(self) -> dict[str, Any]:
        """Return the reel as plain data: pictures as PNG files in base64, one below the other."""
        return {
            "steps": self.steps,
            "patterns": base64.b64encode(strip(self.patterns)).decode(),
            "pictures": base64.b64encode(strip(self.pictures)).decode(),
            **{name: list(self.numbers[name]) for name in NUMBERS},
        }


def reel_of(content: Mapping[str, Any], size: int) -> Reel:
    """Return the reel of plain data.

    Args:
        content: as `Reel.content` has written it.
        size: side of pattern and picture [pixels].

    Raises:
        ValueError: if something is missing, of another kind or of another length; it is named.
    """
    steps = _list(content, "steps", int)
    if len(steps) < 2 or steps[0] != 0 or any(a >= b for a, b in pairwise(steps)):
        raise ValueError(f"steps={steps!r:.60}: must rise from 0")
    numbers = {name: _list(content, name, (int, float)) for name in NUMBERS}
    for name, values in numbers.items():
        wanted = len(steps) - (name in ("loss", "gradient"))
        if len(values) != wanted:
            raise ValueError(f"{name}: {len(values)} values: must be {wanted}")
    shape = (len(steps), size, size)
    patterns, pictures = _frames(content, "patterns", shape), _frames(content, "pictures", shape)
    return Reel(steps, patterns, pictures, numbers)


def strip(frames: Tensor) -> bytes:
    """Return frames (T, H, W), 0 to 255, one below the other as a PNG file.

    Where all are 0 or 255 a pixel takes one bit.
    """
    values = frames.reshape(-1, frames.shape[-1]).to(torch.uint8)
    picture = Image.fromarray(values.numpy())
    if bool(((values == 0) | (values == 255)).all()):
        picture = picture.convert("1", dither=Image.Dither.NONE)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _frames(content: Mapping[str, Any], name: str, shape: tuple[int, int, int]) -> Tensor:
    text = content.get(name)
    if not isinstance(text, str):
        raise ValueError(f"{name}={text!r:.30}: must be a PNG file in base64")
    try:
        with Image.open(io.BytesIO(base64.b64decode(text, validate=True))) as picture:
            values = np.array(picture.convert("L"))
    except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError(f"{name}: no PNG file in base64 ({error})") from error
    moments, height, width = shape
    if values.shape != (moments * height, width):
        raise ValueError(f"{name}: {values.shape} pixels: must be {(moments * height, width)}")
    return torch.from_numpy(values).view(shape)


def _list(content: Mapping[str, Any], name: str, kinds: Any) -> list[Any]:
    values = content.get(name)
    wrong = not isinstance(values, list) or any(
        not isinstance(value, kinds) or isinstance(value, bool) for value in values
    )
    if wrong:
        raise ValueError(f"{name}={values!r:.30}: must be a list of numbers")
    return list(values or [])
