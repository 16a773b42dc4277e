"""The obvious implementations: explicit matrices and loops, written from the definitions.

Matrices are made once and used often; that is the best case for them, since a pattern that is being
learned changes its matrix at every step.
"""

from __future__ import annotations

import torch
from torch import Tensor


def mri_matrix(mask: Tensor) -> Tensor:
    """Return M F, complex (n, n): DC at the middle row, as in `kdci.physics.mri`."""
    height, width = (_dft(size) for size in mask.shape)
    return mask.reshape(-1, 1) * torch.kron(height, width)


def mri_forward(image: Tensor, matrix: Tensor) -> Tensor:
    """Return M F x, complex (B, H, W)."""
    batch, _, *shape = image.shape
    return (torch.complex(image[:, 0], image[:, 1]).flatten(1) @ matrix.T).view(batch, *shape)


def mri_adjoint(kspace: Tensor, matrix: Tensor) -> Tensor:
    """Return F^H M y, (B, 2, H, W)."""
    image = (kspace.flatten(1).conj() @ matrix).conj().view(kspace.shape)  # no copy of the matrix
    return torch.stack((image.real, image.imag), dim=1)


def spc_forward(images: Tensor, patterns: Tensor) -> Tensor:
    """Return H x, (B, S): one image and one pattern after the other."""
    rows = [[(image.flatten() * row).sum() for row in patterns] for image in images]
    return torch.stack([torch.stack(row) for row in rows])


def spc_adjoint(measurements: Tensor, patterns: Tensor, shape: tuple[int, int]) -> Tensor:
    """Return H^T y, (B, 1, H, W): one image and one pattern after the other."""
    images = measurements.new_zeros(len(measurements), 1, *shape)
    for image, values in zip(images, measurements, strict=True):
        for value, row in zip(values, patterns, strict=True):
            image += value * row.view(shape)
    return images


def cassi_forward(scenes: Tensor, aperture: Tensor) -> Tensor:
    """Return A x, (B, K, M, N + L - 1): one band and one column after the other."""
    batch, bands, height, width = scenes.shape
    measurements = scenes.new_zeros(batch, len(aperture), height, width + bands - 1)
    for band in range(bands):
        for column in range(width):
            light = scenes[:, None, band, :, column] * aperture[:, 0, :, column]
            measurements[..., column + band] += light
    return measurements


def cassi_adjoint(measurements: Tensor, aperture: Tensor) -> Tensor:
    """Return A^T y, (B, L, M, N): one band and one column after the other."""
    batch, _, height, detector = measurements.shape
    width = aperture.shape[-1]
    scenes = measurements.new_zeros(batch, detector - width + 1, height, width)
    for band in range(scenes.shape[1]):
        for column in range(width):
            light = measurements[..., column + band] * aperture[:, 0, :, column]
            scenes[:, band, :, column] = light.sum(dim=1)
    return scenes


def cassi_matrix(aperture: Tensor, bands: int) -> Tensor:
    """Return A, (K M (N + L - 1), L M N), of an aperture (K, 1, M, N)."""
    snapshots, _, height, width = aperture.shape
    detector = width + bands - 1
    sizes = (snapshots, bands, height, width)
    k, band, row, column = torch.meshgrid(*map(torch.arange, sizes), indexing="ij")
    matrix = aperture.new_zeros(snapshots * height * detector, bands * height * width)
    pixels = (k * height + row) * detector + column + band
    voxels = (band * height + row) * width + column
    matrix[pixels, voxels] = aperture.expand(sizes)
    return matrix


def gram_distance(matrix: Tensor, other: Tensor) -> Tensor:
    """Return |A^H A - B^H B|_F^2 from both n x n Gram matrices."""
    return (matrix.mH @ matrix - other.mH @ other).abs().square().sum()


def _dft(size: int) -> Tensor:
    """Return the centred orthonormal DFT matrix, complex64."""
    frequency = torch.arange(size, dtype=torch.float64) - size // 2
    phase = -2 * torch.pi * torch.outer(frequency, torch.arange(size)) / size
    return torch.polar(torch.full_like(phase, size**-0.5), phase).to(torch.complex64)
