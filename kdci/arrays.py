"""What is given where a tensor is wanted: an error that says what it is, and how to make one."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

REMEDIES: dict[type | tuple[type, ...], str] = {
    np.ndarray: "torch.from_numpy({0}).float() is one",
    (list, tuple): "torch.stack({0}) makes one of tensors, torch.tensor({0}) of numbers",
    DataLoader: "torch.cat(list({0})) makes one of batches of images",
    Dataset: "torch.stack([{0}[i] for i in range(len({0}))]) makes one of single images",
}


def check_tensor(name: str, value: Any, wanted: str) -> Tensor:
    """Return ``value`` if it is a tensor.

    Args:
        name: of the argument.
        value: that it has.
        wanted: what it must be, in words.

    Raises:
        TypeError: if it is anything else, with a way to make a tensor of it.
    """
    if isinstance(value, Tensor):
        return value
    short = value is None or isinstance(value, bool | int | float | str)
    found = f"{name}={value!r}" if short else f"{name}: is of type {type(value).__name__}"
    remedies = (text.format(name) for kind, text in REMEDIES.items() if isinstance(value, kind))
    raise TypeError("; ".join((f"{found}: must be {wanted}", *remedies)))


def check_real(name: str, value: Tensor, wanted: str) -> Tensor:
    """Return ``value`` if it is a tensor of floating-point numbers.

    Raises:
        ValueError: if its numbers are complex or integers, with a way to make it real.
    """
    if value.is_floating_point():
        return value
    if not value.is_complex():
        scaled = " / 255" if value.dtype == torch.uint8 else ""
        remedy = f"{name}.float(){scaled} is in floating point"
    else:
        flat = f"{name}.squeeze(1)" if value.ndim == 4 else name
        pairs = f"torch.view_as_real({flat}).movedim(-1, 1) has two channels"
        remedy = f"{pairs}, real and imaginary part; {name}.abs() is their magnitude"
    found = f"{name}: shape {tuple(value.shape)}, {value.dtype}"
    raise ValueError(f"{found}: must be {wanted}; {remedy}")


def check_dtype(name: str, value: Tensor, dtype: torch.dtype, whose: str) -> Tensor:
    """Return ``value`` if its type is ``dtype``, that of a module.

    Raises:
        ValueError: if it is another, with a way to change it.
    """
    if value.dtype == dtype:
        return value
    remedy = f"{name}.to({dtype}) is"
    if value.dtype in (torch.float64, torch.complex128):
        remedy += f", or .double() moves the {whose} to float64"
    raise ValueError(f"{name}: {value.dtype}: must be {dtype}, as the {whose}; {remedy}")


def check_filled(name: str, value: Tensor) -> Tensor:
    """Return ``value`` if it holds anything.

    Raises:
        ValueError: if it is an empty batch.
    """
    if len(value) == 0:
        raise ValueError(f"{name}: shape {tuple(value.shape)}: must be at least one, not none")
    return value
