"""The modalities that a study can name."""

from kdci.experiments.modalities.base import Modality
from kdci.experiments.modalities.cassi import CASSI
from kdci.experiments.modalities.filter_array import FILTER_ARRAY
from kdci.experiments.modalities.mri import MRI
from kdci.experiments.modalities.spc import SPC

MODALITIES: dict[str, Modality] = {
    "mri": MRI,
    "spc": SPC,
    "cassi": CASSI,
    "filter_array": FILTER_ARRAY,
}

__all__ = ["MODALITIES", "Modality"]
