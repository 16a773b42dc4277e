"""A U-Net's layers in operations whose gradients ONNX can compute, with the same parameters."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

from kdci.decoders import UNet


class Raise(nn.Module):
    """A transposed convolution with kernel 2 and stride 2."""

    def __init__(self, layer: nn.ConvTranspose2d) -> None:
        super().__init__()
        self.weight = layer.weight
        self.bias = nn.Parameter(torch.zeros(0)) if layer.bias is None else layer.bias

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, O, 2 H, 2 W) of (B, C, H, W)."""
        batch, _, height, width = x.shape
        tiles = torch.einsum("bchw,cokl->bohkwl", x, self.weight)
        raised = tiles.reshape(batch, -1, 2 * height, 2 * width)
        return raised + self.bias.view(1, -1, 1, 1)


class Pool(nn.Module):
    """The largest of each 2 x 2 pixels."""

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, C, H / 2, W / 2) of (B, C, H, W)."""
        batch, channels, height, width = x.shape
        tiles = x.reshape(batch, channels, height // 2, 2, width // 2, 2)
        return tiles.amax((3, 5))


def exportable_unet(network: UNet) -> UNet:
    """Return a copy of a U-Net that computes the same, with parameters of the same names."""
    same = copy.deepcopy(network)
    for parameter in same.parameters():
        parameter.data = parameter.data.contiguous()
    layers = (layer for layer in same.raise_ if isinstance(layer, nn.ConvTranspose2d))
    same.add_module("raise_", nn.ModuleList(map(Raise, layers)))
    same.add_module("pool", Pool())
    return same
