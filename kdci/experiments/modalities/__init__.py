"""The modalities that a study can name."""

from kdci.experiments.modalities.base import Modality
from kdci.experiments.modalities.cassi import CASSI
from kdci.experiments.modalities.mri import MRI
from kdci.experiments.modalities.spc import SPC

MODALITIES: dict[str, Modality] = {"mri": MRI, "spc": SPC, "cassi": CASSI}

__all__ = ["MODALITIES", "Modality"]
