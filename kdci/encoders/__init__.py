"""Encoders: physics, one learnable pattern and its constraint."""

from kdci.encoders.base import Encoder
from kdci.encoders.cassi import CASSIEncoder
from kdci.encoders.filter_array import FilterArrayEncoder
from kdci.encoders.mri import MRIEncoder
from kdci.encoders.spc import PseudoInverseSPCEncoder, SPCEncoder

__all__ = [
    "CASSIEncoder",
    "Encoder",
    "FilterArrayEncoder",
    "MRIEncoder",
    "PseudoInverseSPCEncoder",
    "SPCEncoder",
]
