"""Knowledge distillation for designing computational imaging systems."""

from kdci.constraints import Binary, Bipolar, Budget, Quantized, Real, SoftBudget, Ternary
from kdci.decoders import UNet
from kdci.encoders import MRIEncoder
from kdci.losses import DistillationLoss, TaskLoss
from kdci.systems import ImagingSystem, relax
from kdci.version import __version__

__all__ = [
    "Binary",
    "Bipolar",
    "Budget",
    "DistillationLoss",
    "ImagingSystem",
    "MRIEncoder",
    "Quantized",
    "Real",
    "SoftBudget",
    "TaskLoss",
    "Ternary",
    "UNet",
    "__version__",
    "relax",
]
