"""The modalities that a study can name."""

from kdci.modalities.amount import Amount
from kdci.modalities.cassi import CASSI
from kdci.modalities.filter_array import FILTER_ARRAY
from kdci.modalities.find import find_modality
from kdci.modalities.modality import Modality
from kdci.modalities.mri import MRI
from kdci.modalities.source import Source
from kdci.modalities.spc import SPC

MODALITIES: dict[str, Modality] = {
    "mri": MRI,
    "spc": SPC,
    "cassi": CASSI,
    "filter_array": FILTER_ARRAY,
}

__all__ = ["MODALITIES", "Amount", "Modality", "Source", "find_modality"]
