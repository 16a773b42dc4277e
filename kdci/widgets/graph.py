"""A system as one ONNX graph: a browser computes what kdci computes, physics and network."""

from __future__ import annotations

import copy
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from unittest.mock import patch

import torch
from torch import Tensor, nn

from kdci.constraints import Constraint
from kdci.metrics import quality
from kdci.physics import cassi, spc
from kdci.systems import ImagingSystem
from kdci.widgets import substitutes

INPUTS = ("image", "noise", "noise_scale")
OUTPUTS = ("measurement", "backprojection", "reconstruction", "psnr", "ssim")


class Frozen(Constraint):
    """The pattern as it is: what was learned is a constant of the graph."""

    def forward(self, latent: Tensor) -> Tensor:
        """Return the latent, which is the pattern."""
        return latent

    def squared(self, pattern: Tensor) -> Tensor:
        """Return the squared pattern."""
        return pattern.square()


class Explorable(nn.Module):
    """A system whose measurement noise comes from outside, with all that a reader is shown.

    What is shown of complex images is their magnitude; see `kdci.encoders.Encoder.visible`.

    Args:
        system: trained; it is copied.
    """

    def __init__(self, system: ImagingSystem) -> None:
        super().__init__()
        self.system = copy.deepcopy(system).eval().requires_grad_(False)
        encoder = self.system.encoder
        pattern = encoder.pattern.detach().clone()
        encoder.parametrizations.pattern[0] = Frozen()
        encoder.parametrizations.pattern.original = nn.Parameter(pattern, requires_grad=False)
        if hasattr(encoder, "ridge"):
            self.register_buffer("inverse", substitutes.inverse(pattern, encoder.ridge))

    def forward(self, image: Tensor, noise: Tensor, noise_scale: Tensor) -> tuple[Tensor, ...]:
        """Return `OUTPUTS` of one image.

        Args:
            image: (1, C, H, W), in [0, 1].
            noise: standard normal numbers, of the shape that `unit_noise` returns.
            noise_scale: 10^(-SNR / 20), for the SNR in dB; 0 for no noise.
        """
        solve = partial(substitutes.solve, getattr(self, "inverse", None))
        with ExitStack() as stack:
            for owner, name, function in (
                (torch, "randn_like", lambda _: noise),
                (spc, "pseudo_inverse", solve),
                (cassi, "forward", substitutes.disperse),
                (cassi, "adjoint", substitutes.gather),
            ):
                stack.enter_context(patch.object(owner, name, function))
            return self._show(image, noise_scale)

    def _show(self, image: Tensor, noise_scale: Tensor) -> tuple[Tensor, ...]:
        """Return `OUTPUTS`. Noise enters linearly, so that of 0 dB is scaled."""
        encoder, decoder = self.system.encoder, self.system.decoder
        clean, at_0_db = encoder.backproject(image), encoder.backproject(image, 0.0)
        backprojection = clean + noise_scale * (at_0_db - clean)
        measurement = encoder.measure(image) + noise_scale * encoder.noise(image, 0.0)
        if torch.is_complex(measurement):
            measurement = torch.view_as_real(measurement)
        shown = encoder.visible(decoder(backprojection, encoder.backproject))
        truth = encoder.visible(image)
        metrics = quality.psnr(shown, truth), quality.ssim(shown, truth)
        return measurement, encoder.visible(backprojection), shown, *metrics


def unit_noise(system: ImagingSystem, images: Tensor, seed: int) -> Tensor:
    """Return the standard normal numbers that kdci's evaluation draws for its first batch.

    Args:
        system: the system that measures.
        images: all images of that batch, (B, C, H, W).
        seed: of the evaluation; see `kdci.evaluation.reconstruct`.
    """
    drawn, draw = [], torch.randn_like

    def remember(like: Tensor) -> Tensor:
        drawn.append(draw(like))
        return drawn[-1]

    with torch.random.fork_rng(), torch.no_grad(), patch.object(torch, "randn_like", remember):
        torch.manual_seed(seed)
        system.encoder.noise(images, 0.0)
    (noise,) = drawn
    return noise


def export(system: ImagingSystem, path: Path) -> None:
    """Write a system as an ONNX file, weights within."""
    image = torch.rand(1, *system.encoder.image_shape)
    inputs = image, unit_noise(system, image, 0), torch.tensor(0.1)
    with torch.no_grad():
        program = torch.onnx.export(
            Explorable(system),
            inputs,
            input_names=INPUTS,
            output_names=OUTPUTS,
            dynamo=True,
            verbose=False,
        )
    for node in program.model.graph.all_nodes():
        node.metadata_props.clear()  # traces of the exporter: half of the file, and our folders
    program.save(path, external_data=False)
