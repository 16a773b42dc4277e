"""The decoder of all masks as an ONNX graph, whose mask is an input."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from kdci.metrics import quality
from kdci.widgets.drawing.decoder import Cascade
from kdci.widgets.drawing.domain import Domain
from kdci.widgets.onnx_files import write_graph

INPUTS = ("image", "mask")
OUTPUTS = ("reconstruction", "psnr")


class Drawable(nn.Module):
    """From an image and a mask to what the decoder makes of them, as a reader sees it.

    Args:
        domain: what is drawn in.
        decoder: trained; it is put into evaluation mode.
        size: side of the images [pixels].
    """

    def __init__(self, domain: Domain, decoder: Cascade, size: int) -> None:
        super().__init__()
        self.decoder, self.transform = decoder.eval(), domain.exportable(size)
        self.visible = domain.encoder(torch.ones(size, size)).visible

    def forward(self, image: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the picture (1, 1, H, W) and PSNR [dB] (1,) of an image (1, C, H, W)."""

        def normal(x: Tensor) -> Tensor:
            return self.transform.normal(x, mask)

        found = self.visible(self.decoder(normal(image), normal))
        return found, quality.psnr_formula(found, self.visible(image))


def export(domain: Domain, decoder: Cascade, size: int, path: Path) -> None:
    """Write the decoder of a domain as an ONNX file, weights within."""
    generator = torch.Generator().manual_seed(0)
    image = torch.rand(1, domain.channels, size, size, generator=generator) / 2
    drawable = Drawable(domain, decoder, size).eval()
    write_graph(drawable, (image, torch.ones(size, size)), INPUTS, OUTPUTS, path)
