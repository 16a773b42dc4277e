"""The decoder of all masks as an ONNX graph, whose mask is an input."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from kdci.metrics import quality
from kdci.physics import mri
from kdci.widgets.drawing.decoder import Cascade
from kdci.widgets.onnx_files import write_graph
from kdci.widgets.training.physics import Fourier

INPUTS = ("image", "mask")
OUTPUTS = ("reconstruction", "psnr")


class Drawable(nn.Module):
    """From an image and a mask to what the decoder makes of them, as a reader sees it.

    Args:
        decoder: trained; it is put into evaluation mode.
        size: side of the images [pixels].
    """

    def __init__(self, decoder: Cascade, size: int) -> None:
        super().__init__()
        self.decoder, self.fourier = decoder.eval(), Fourier(size)

    def forward(self, image: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return magnitude (1, 1, H, W) and PSNR [dB] (1,) of an image (1, 2, H, W)."""

        def normal(x: Tensor) -> Tensor:
            return self.fourier.normal(x, mask)

        found = mri.magnitude(self.decoder(normal(image), normal))
        return found, quality.psnr_formula(found, mri.magnitude(image))


def export(decoder: Cascade, size: int, path: Path) -> None:
    """Write the decoder as an ONNX file, weights within."""
    generator = torch.Generator().manual_seed(0)
    image = torch.rand(1, 2, size, size, generator=generator) / 2
    write_graph(
        Drawable(decoder, size).eval(), (image, torch.ones(size, size)), INPUTS, OUTPUTS, path
    )
