"""Knowledge distillation for designing computational imaging systems."""

from kdci.constraints import Budget, Real, SoftBudget
from kdci.decoders import UNet
from kdci.encoders import MRIEncoder
from kdci.losses import DistillationLoss, TaskLoss
from kdci.systems import ImagingSystem, relax
from kdci.version import __version__

__all__ = [
    "Budget",
    "DistillationLoss",
    "ImagingSystem",
    "MRIEncoder",
    "Real",
    "SoftBudget",
    "TaskLoss",
    "UNet",
    "__version__",
    "relax",
]
