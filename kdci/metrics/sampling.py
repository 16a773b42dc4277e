"""What an undersampling mask keeps of k-space."""

from __future__ import annotations

from torch import Tensor

from kdci.physics import mri


def energy_spectrum(images: Tensor) -> Tensor:
    """Return the mean energy at each k-space point, (H, W), of images (B, 2, H, W)."""
    return mri.fourier(images).abs().square().mean(dim=0)


def energy_captured(mask: Tensor, spectrum: Tensor) -> Tensor:
    """Return the fraction of an energy spectrum (H, W) that a binary mask (H, W) samples, 0 to 1.

    Raises:
        ValueError: if the shapes differ, or the spectrum is zero, as that of black images is.
    """
    if mask.ndim != 2 or mask.shape != spectrum.shape:
        found = f"mask: shape {tuple(mask.shape)}"
        raise ValueError(f"{found}: must be (H, W), the spectrum's {tuple(spectrum.shape)}")
    if not bool(spectrum.any()):
        raise ValueError("spectrum: all zero: must be that of images that are not all black")
    return (spectrum * (mask != 0)).sum() / spectrum.sum()


def conjugate_redundancy(mask: Tensor) -> Tensor:
    """Return the fraction of sampled points whose conjugate point -k is sampled too, 0 to 1.

    A real-valued image has F x(-k) = conj(F x(k)), so such pairs measure the same thing twice;
    with a smooth phase they nearly do (partial Fourier imaging).

    Raises:
        ValueError: if the mask is not (H, W), or samples nothing.
    """
    if mask.ndim != 2 or not bool(mask.any()):
        found = f"mask: shape {tuple(mask.shape)}, {int((mask != 0).sum())} points sampled"
        raise ValueError(f"{found}: must be (H, W), at least one point")
    height, width = mask.shape
    # With DC at N // 2, the point -k lies at (2 (N // 2) - i) mod N: a flip and a roll.
    shifts = (1 - height % 2, 1 - width % 2)
    mirrored = mask.flip(0, 1).roll(shifts, dims=(0, 1))
    return ((mask != 0) & (mirrored != 0)).sum() / (mask != 0).sum()
