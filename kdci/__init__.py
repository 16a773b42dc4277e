"""Knowledge distillation for designing computational imaging systems."""

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
from kdci.encoders import CASSIEncoder, FilterArrayEncoder, MRIEncoder, SPCEncoder
from kdci.losses import DistillationLoss, TaskLoss
from kdci.systems import ImagingSystem, relax
from kdci.version import __version__

__all__ = [
    "Binary",
    "Bipolar",
    "Budget",
    "CASSIEncoder",
    "DistillationLoss",
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
    "relax",
]
