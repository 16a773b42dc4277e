"""A system's image quality on a set of images, image by image."""

from __future__ import annotations

import torch
from torch import Tensor

from kdci import checks
from kdci.metrics import quality
from kdci.metrics.spectral import sam
from kdci.systems import ImagingSystem


@torch.no_grad()
def reconstruct(
    system: ImagingSystem, images: Tensor, batch_size: int = 64, seed: int = 0
) -> Tensor:
    """Return the reconstructions of ``images`` (N, C, H, W), on the CPU.

    Args:
        system: the system, on any device; it is put into evaluation mode.
        images: the ground truth, on the CPU.
        batch_size: images at a time.
        seed: seed of the measurement noise.

    Raises:
        ValueError: if the images do not fit the system or are not finite.
    """
    checks.finite_images("images", system.encoder.check(images))
    device = system.encoder.latent.device
    system.eval()
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        parts = [system(batch.to(device)).cpu() for batch in images.split(batch_size)]
    return torch.cat(parts)


def evaluate(system: ImagingSystem, images: Tensor, seed: int = 0) -> dict[str, list[float]]:
    """Return PSNR [dB], SSIM and, for spectral images, SAM [degrees] of each image, by name.

    What is compared is what a person would look at; see `kdci.encoders.Encoder.visible`.
    """
    visible = system.encoder.visible
    return compare(visible(reconstruct(system, images, seed=seed)), visible(images))


def compare(reconstructions: Tensor, images: Tensor) -> dict[str, list[float]]:
    """Return PSNR [dB], SSIM and, for more than one channel, SAM [degrees], image by image."""
    measures = {"psnr": quality.psnr, "ssim": quality.ssim}
    if images.shape[1] > 1:
        measures["sam"] = sam
    return {name: measure(reconstructions, images).tolist() for name, measure in measures.items()}
