"""The dense Gram loss from below, where its n x n matrices take too long or too much memory.

Both matrices are given to it, or a block of their rows, and memory for what it computes. What is
timed is |G - G'|_F^2 with its gradient with respect to G: element by element, and no more than any
dense form has to do beside the products that make the matrices and that reach the pattern.
"""

from __future__ import annotations

import torch
from torch import Tensor

from benchmarks import obvious
from benchmarks.measure import Call


def elementwise(gram: Tensor, other: Tensor, times: int = 1) -> Call:
    """Return a call that computes ``times`` |G - G'|_F^2, and the gradient as often."""
    gradient = torch.empty_like(gram)
    numbers = torch.view_as_real(gradient).flatten(1) if gradient.is_complex() else gradient

    def call() -> tuple[Tensor]:
        total = torch.zeros(())
        for _ in range(times):
            torch.sub(gram, other, out=gradient)
            total += torch.linalg.vector_norm(numbers, dim=1).square().sum()
            gradient.mul_(2)
        return (total,)

    return call


def mri_gram(mask: Tensor) -> Tensor:
    """Return F^H M^2 F, complex (n, n): the point-spread function, shifted to each pixel."""
    spread = torch.fft.ifft2(torch.fft.ifftshift(mask.square()))
    rows, columns = ((torch.arange(n)[:, None] - torch.arange(n)) % n for n in mask.shape)
    return spread[rows[:, None, :, None], columns[:, None]].reshape(mask.numel(), -1)


def cassi_gram_rows(aperture: Tensor, bands: int, height: int) -> Tensor:
    """Return rows of A^T A for a scene of ``height``, of which the aperture covers the first lines.

    They are those of the covered voxels, (bands m N, bands height N) for an aperture (1, 1, m, N);
    the covered voxels' columns come first. Other lines' voxels light other detector pixels.
    """
    covered = obvious.cassi_matrix(aperture, bands)
    gram = covered.T @ covered
    rows = gram.new_zeros(len(gram), bands * height * aperture.shape[-1])
    rows[:, : len(gram)] = gram
    return rows
