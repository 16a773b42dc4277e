"""A system's image quality on a set of images, image by image."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from kdci import checks, ranges
from kdci.metrics import quality
from kdci.metrics.spectral import sam
from kdci.noise import PerImage
from kdci.systems import ImagingSystem

SNR = float | Literal["own"] | None
"""SNR of the measurement noise [dB]: "own" is that of the system, None no noise."""


@torch.no_grad()
def reconstruct(
    system: ImagingSystem,
    images: Tensor,
    batch_size: int = 64,
    seed: int = 0,
    snr_db: SNR = "own",
) -> Tensor:
    """Return the reconstructions of ``images`` (N, C, H, W), on the CPU.

    The noise of an image is a function of the seed and of the image's index alone.

    Args:
        system: the system, on any device; it is put into evaluation mode.
        images: the ground truth, on the CPU.
        batch_size: images at a time.
        seed: seed of the measurement noise, 0 or more.
        snr_db: SNR of the measurement noise [dB]; "own" is that of the system, None no noise.

    Raises:
        TypeError: if the system or the images are another kind of object.
        ValueError: if the images do not fit the system or are not finite, or another argument is
            out of its range.

    Example:
        >>> from kdci import Budget, MRIEncoder
        >>> from kdci.decoders import ZeroFilled
        >>> system = ImagingSystem(MRIEncoder((8, 8), Budget(acceleration=2)), ZeroFilled())
        >>> tuple(reconstruct(system, torch.rand(5, 2, 8, 8), snr_db=20).shape)
        (5, 2, 8, 8)
    """
    _check_system(system)
    checks.finite_images("images", system.encoder.check(images))
    checks.integer_in("batch_size", batch_size, 1, 10**9)
    checks.integer_in("seed", seed, 0, 2**63 - 1)
    if snr_db != "own":
        system = system.with_snr(snr_db)
    device = system.encoder.latent.device
    system.eval()
    with torch.random.fork_rng():
        torch.manual_seed(seed)  # of a decoder that draws, too
        parts = [
            system(batch.to(device), PerImage(seed, index * batch_size)).to(images)
            for index, batch in enumerate(images.split(batch_size))
        ]
    return torch.cat(parts)


def evaluate(
    system: ImagingSystem, images: Tensor, seed: int = 0, snr_db: SNR = "own"
) -> dict[str, list[float]]:
    """Return PSNR [dB], SSIM and, for spectral images, SAM [degrees] of each image, by name.

    What is compared is what a person would look at; see `kdci.encoders.Encoder.visible`. The
    arguments are those of `reconstruct`.

    Raises:
        ValueError: if the images do not fit the system, are not finite, or are beyond [0, 1], or
            where they are complex their magnitudes; with how to rescale them.
    """
    _check_system(system)
    ranges.check_images("images", system.encoder.check(images), system.encoder)
    visible = system.encoder.visible
    return compare(visible(reconstruct(system, images, seed=seed, snr_db=snr_db)), visible(images))


def compare(reconstructions: Tensor, images: Tensor) -> dict[str, list[float]]:
    """Return PSNR [dB], SSIM and, for more than one channel, SAM [degrees], image by image."""
    measures = {"psnr": quality.psnr, "ssim": quality.ssim}
    if images.shape[1] > 1:
        measures["sam"] = sam
    return {name: measure(reconstructions, images).tolist() for name, measure in measures.items()}


def _check_system(system: ImagingSystem) -> None:
    checks.instance("system", system, ImagingSystem, "a kdci.ImagingSystem(encoder, decoder)")
