"""Decoders: networks from a back-projection to an image, with features by name."""

from kdci.decoders.base import Decoder
from kdci.decoders.unet import UNet

__all__ = ["Decoder", "UNet"]
