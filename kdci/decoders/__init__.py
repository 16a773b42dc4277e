"""Decoders: from a back-projection to an image, with features by name."""

from kdci.decoders.base import Decoder
from kdci.decoders.network import NetworkDecoder, as_decoder
from kdci.decoders.unet import BatchNormUNet, ScaleAwareUNet, UNet
from kdci.decoders.unrolled import Unrolled
from kdci.decoders.zero_filled import ZeroFilled

__all__ = [
    "BatchNormUNet",
    "Decoder",
    "NetworkDecoder",
    "ScaleAwareUNet",
    "UNet",
    "Unrolled",
    "ZeroFilled",
    "as_decoder",
]
