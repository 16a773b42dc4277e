"""Checks of arguments: an error names the argument, the value it had and what is allowed."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from numbers import Integral, Real
from types import UnionType
from typing import Any

import torch
from torch import Tensor

from kdci import arrays


def number_in(name: str, value: float, low: float, high: float, meaning: str = "") -> float:
    """Return ``value`` if it is a finite number from ``low`` to ``high`` (both included).

    Raises:
        ValueError: if it is not.
    """
    allowed = f"a finite number from {low:g} to {high:g}" + (f" ({meaning})" if meaning else "")
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not low <= value <= high:
        raise ValueError(f"{name}={value!r}: must be {allowed}")
    return value


def integer_in(name: str, value: int, low: int, high: int, meaning: str = "") -> int:
    """Return ``value`` if it is an integer from ``low`` to ``high`` (both included).

    Raises:
        ValueError: if it is not.
    """
    if not isinstance(value, Integral) or isinstance(value, bool) or not low <= value <= high:
        allowed = f"an integer from {low} to {high}" + (f" ({meaning})" if meaning else "")
        raise ValueError(f"{name}={value!r}: must be {allowed}")
    return value


def finite(name: str, value: float) -> float:
    """Return ``value`` if it is a finite number.

    Raises:
        ValueError: if it is not.
    """
    return number_in(name, value, -1.7e308, 1.7e308)


def one_of(name: str, value: Any, allowed: Collection[Any]) -> Any:
    """Return ``value`` if it is among ``allowed``.

    Raises:
        ValueError: if it is not.
    """
    if value not in allowed:
        raise ValueError(f"{name}={value!r}: must be one of {', '.join(map(repr, allowed))}")
    return value


def image_shape(name: str, shape: tuple[int, int]) -> tuple[int, int]:
    """Return ``shape`` as two positive integers (height, width).

    Raises:
        ValueError: if it is anything else.
    """
    sides = tuple(shape) if isinstance(shape, Iterable) else ()
    whole = all(isinstance(n, Integral) and not isinstance(n, bool) and n > 0 for n in sides)
    if len(sides) != 2 or not whole:
        found = sides or shape
        raise ValueError(f"{name}={found!r}: must be two positive integers (height, width)")
    height, width = sides
    return height, width


def acceleration(value: float, shape: tuple[int, int]) -> float:
    """Return ``value`` if it is an acceleration factor that an image of ``shape`` can have.

    Raises:
        ValueError: if it is below 1 or above the number of samples, or not finite.
    """
    n = shape[0] * shape[1]
    return number_in("acceleration", value, 1, n, "the number of k-space points")


def images(name: str, value: Tensor, channels: int, shape: tuple[int, int] | None = None) -> Tensor:
    """Return ``value`` if it is a batch of images: (B, C, H, W), floating point, B at least 1.

    Raises:
        TypeError: if it is no tensor.
        ValueError: if its shape or type is another.
    """
    height, width = shape or ("H", "W")
    wanted = f"a float tensor of shape (B, {channels}, {height}, {width})"
    arrays.check_real(name, arrays.check_tensor(name, value, wanted), wanted)
    good = value.ndim == 4 and value.shape[1] == channels
    if not good or (shape is not None and tuple(value.shape[-2:]) != tuple(shape)):
        raise ValueError(f"{name}: shape {tuple(value.shape)}, {value.dtype}: must be {wanted}")
    return arrays.check_filled(name, value)


def finite_images(name: str, value: Tensor) -> Tensor:
    """Return ``value`` if all its values are finite.

    Raises:
        ValueError: naming the first image that has a NaN or an infinity.
    """
    good = torch.isfinite(value).flatten(1).all(dim=1)
    if not bool(good.all()):
        index = int((~good).nonzero()[0])
        raise ValueError(f"{name}[{index}]: has values that are not finite; all must be")
    return value


def instance(name: str, value: Any, kind: type | UnionType, wanted: str) -> None:
    """Check that ``value`` is of a kind of object; ``wanted`` says what would serve.

    Raises:
        TypeError: if it is of another kind.
    """
    if isinstance(value, kind):
        return
    if isinstance(value, type):
        found = f": is the class {value.__name__} itself"
    elif value is None or isinstance(value, str | int | float):
        found = f"={value!r}"
    else:
        found = f": is of type {type(value).__name__.removeprefix('Parametrized')}"
    raise TypeError(f"{name}{found}: must be {wanted}")
