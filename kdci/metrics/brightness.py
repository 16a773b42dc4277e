"""Whether a reconstruction is as bright as its scene, and how good it would be if it were."""

from __future__ import annotations

from torch import Tensor

from kdci.metrics import pairs


def best_scales(reconstructions: Tensor, images: Tensor) -> Tensor:
    """Return the factor for each reconstruction, (B,), that brings it closest to its image.

    By least squares over the pixels and channels of (B, C, H, W); 1 for a black reconstruction.

    Raises:
        ValueError: if the shapes differ.
    """
    pairs.check_shapes(reconstructions, images)
    ours, truth = reconstructions.flatten(1), images.flatten(1)
    energies = ours.square().sum(dim=1)
    products = (ours * truth).sum(dim=1)
    return products.where(energies > 0, 1.0) / energies.where(energies > 0, 1.0)


def rescaled(reconstructions: Tensor, images: Tensor) -> Tensor:
    """Return each reconstruction, (B, C, H, W), times its best scale.

    Raises:
        ValueError: if the shapes differ.
    """
    return reconstructions * best_scales(reconstructions, images)[:, None, None, None]
