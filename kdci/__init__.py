"""Knowledge distillation for designing computational imaging systems.

What stands here is imported at its first use, so that what needs no PyTorch answers at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from kdci.version import __version__

if TYPE_CHECKING:
    from kdci.constraints import (
        Binary,
        Bipolar,
        Budget,
        OneBand,
        ProbabilisticBudget,
        Quantized,
        Real,
        SoftBudget,
        Ternary,
    )
    from kdci.decoders import UNet, Unrolled
    from kdci.encoders import CASSIEncoder, Encoder, FilterArrayEncoder, MRIEncoder, SPCEncoder
    from kdci.losses import DistillationLoss, TaskLoss
    from kdci.proofs import check_encoder
    from kdci.systems import ImagingSystem, relax

__all__ = [
    "Binary",
    "Bipolar",
    "Budget",
    "CASSIEncoder",
    "DistillationLoss",
    "Encoder",
    "FilterArrayEncoder",
    "ImagingSystem",
    "MRIEncoder",
    "OneBand",
    "ProbabilisticBudget",
    "Quantized",
    "Real",
    "SPCEncoder",
    "SoftBudget",
    "TaskLoss",
    "Ternary",
    "UNet",
    "Unrolled",
    "__version__",
    "check_encoder",
    "relax",
]
ROOMS = ("constraints", "decoders", "encoders", "losses", "proofs", "systems")
"""The modules in which they are, in this order."""


def __getattr__(name: str) -> Any:
    """Return a public name from the module that has it."""
    if name in __all__:
        for room in ROOMS:
            module = importlib.import_module(f"kdci.{room}")
            if hasattr(module, name):
                return globals().setdefault(name, getattr(module, name))
    raise AttributeError(f"module 'kdci' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names, for completion."""
    return sorted(__all__)
