"""Encoders: physics, one learnable pattern and its constraint."""

from kdci.encoders.base import Encoder
from kdci.encoders.mri import MRIEncoder

__all__ = ["Encoder", "MRIEncoder"]
