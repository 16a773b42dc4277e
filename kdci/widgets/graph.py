"""A system as one ONNX graph: a browser computes what kdci computes, physics and network."""

from __future__ import annotations

import copy
from pathlib import Path

import torch
from torch import Tensor, nn

from kdci.metrics import quality
from kdci.noise import PerImage
from kdci.systems import ImagingSystem
from kdci.widgets.onnx_files import write_graph

INPUTS = ("image", "noise", "noise_scale")
OUTPUTS = ("measurement", "backprojection", "reconstruction", "psnr", "ssim")


class Explorable(nn.Module):
    """A system whose measurement noise comes from outside, with all that a reader is shown.

    What is shown of complex images is their magnitude; see `kdci.encoders.Encoder.visible`.

    Args:
        system: trained; it is copied.
    """

    def __init__(self, system: ImagingSystem) -> None:
        super().__init__()
        self.system = copy.deepcopy(system).eval().requires_grad_(False)
        self.system.encoder = system.encoder.exportable()

    def forward(self, image: Tensor, noise: Tensor, noise_scale: Tensor) -> tuple[Tensor, ...]:
        """Return `OUTPUTS` of one image. Noise enters linearly, so that of 0 dB is scaled.

        Args:
            image: (1, C, H, W), in [0, 1].
            noise: standard normal numbers, of the shape that `unit_noise` returns.
            noise_scale: 10^(-SNR / 20), for the SNR in dB; 0 for no noise.
        """
        encoder, decoder = self.system.encoder, self.system.decoder

        def given(_: Tensor) -> Tensor:
            return noise

        clean, at_0_db = encoder.backproject(image), encoder.backproject(image, 0.0, given)
        backprojection = clean + noise_scale * (at_0_db - clean)
        measurement = encoder.measure(image) + noise_scale * encoder.noise(image, 0.0, given)
        if torch.is_complex(measurement):
            measurement = torch.view_as_real(measurement)
        shown = encoder.visible(decoder(backprojection, encoder.backproject))
        truth = encoder.visible(image)
        metrics = quality.psnr_formula(shown, truth), quality.ssim_formula(shown, truth)
        return measurement, encoder.visible(backprojection), shown, *metrics


@torch.no_grad()
def unit_noise(system: ImagingSystem, images: Tensor, seed: int) -> Tensor:
    """Return the standard normal numbers that kdci's evaluation draws for these images.

    Args:
        system: the system that measures.
        images: all that are evaluated, or the first of them, (B, C, H, W).
        seed: of the evaluation; see `kdci.evaluation.reconstruct`.
    """
    drawn = []

    def remember(like: Tensor) -> Tensor:
        drawn.append(PerImage(seed)(like))
        return drawn[-1]

    system.encoder.noise(images, 0.0, remember)
    (noise,) = drawn
    return noise


def export(system: ImagingSystem, path: Path) -> None:
    """Write a system as an ONNX file, weights within."""
    image = torch.rand(1, *system.encoder.image_shape)
    inputs = image, unit_noise(system, image, 0), torch.tensor(0.1)
    write_graph(Explorable(system), inputs, INPUTS, OUTPUTS, path)
