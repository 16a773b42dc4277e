"""Physics keep the encoder's own precision, whatever autocast makes of the network."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import wraps
from typing import Any

import torch
from torch import Tensor

PHYSICS = {
    *("measure", "adjoint", "noise", "noisy", "backproject"),
    *("gram_distance", "gram_misalignment"),
}
"""Methods of an encoder, of one's own, too, that autocast must not touch."""
HALF = (torch.float16, torch.bfloat16)


class OwnPrecision:
    """What computes `PHYSICS` in the type of its latent: float32, or float64.

    Under autocast, matrix products would be made in 16 bits, and Fourier transforms would fail.
    What a network has made in 16 bits is brought to the latent's type on the way in.
    """

    @property
    @abstractmethod
    def latent(self) -> Tensor:
        """The free parameter behind the pattern."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Keep autocast out of the methods that a class defines."""
        super().__init_subclass__(**kwargs)
        for name in PHYSICS & vars(cls).keys():
            setattr(cls, name, _in_own_precision(vars(cls)[name]))


def _in_own_precision(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def wrapped(self: OwnPrecision, *args: Any, **kwargs: Any) -> Any:
        device, dtype = self.latent.device.type, self.latent.dtype
        if not torch.is_autocast_enabled(device):
            return method(self, *args, **kwargs)

        def widened(value: Any) -> Any:
            return value.to(dtype) if isinstance(value, Tensor) and value.dtype in HALF else value

        named = {name: widened(value) for name, value in kwargs.items()}
        with torch.autocast(device, enabled=False):
            return method(self, *map(widened, args), **named)

    return wrapped
