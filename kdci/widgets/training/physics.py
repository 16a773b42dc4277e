"""The physics of MRI in operations whose gradients ONNX can compute."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from kdci.constraints import Budget, Constraint
from kdci.constraints.base import StraightThrough
from kdci.encoders import MRIEncoder


class ThresholdBudget(Constraint):
    """`kdci.Budget` without a sort of positions: all latents from the k-th largest on.

    Equal to it where no two latents are equal, as with any that were drawn.
    """

    def __init__(self, count: Tensor) -> None:
        super().__init__()
        self.count = count

    def forward(self, latent: Tensor) -> Tensor:
        """Return the binary pattern of a latent (H, W)."""
        ranked = torch.sort(latent.flatten(), descending=True).values
        threshold = ranked.gather(0, self.count.view(1) - 1)
        pattern = (latent >= threshold).to(latent.dtype)
        found: Tensor = StraightThrough.apply(latent, pattern)  # type: ignore[no-untyped-call]
        return found

    squared = Budget.squared


class Fourier(nn.Module):
    """The centred orthonormal Fourier transform of `kdci.physics.mri`, by constant matrices."""

    cos: Tensor
    sin: Tensor

    def __init__(self, size: int) -> None:
        super().__init__()
        position = torch.arange(size, dtype=torch.float64)
        angle = -2 * math.pi * torch.outer(position - size // 2, position) / size
        self.register_buffer("cos", (torch.cos(angle) / size**0.5).float())
        self.register_buffer("sin", (torch.sin(angle) / size**0.5).float())

    def normal(self, images: Tensor, power: Tensor) -> Tensor:
        """Return F^H |M|^2 F x of images (B, 2, H, W), as `kdci.physics.mri.normal`."""
        real, imaginary = self._both(images[:, 0], images[:, 1], self.cos, self.sin)
        back = self._both(power * real, power * imaginary, self.cos.T, -self.sin.T)
        return torch.stack(back, dim=1)

    @staticmethod
    def _both(real: Tensor, imaginary: Tensor, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor]:
        """Return the transform along both axes by the matrix cos + i sin."""
        left = cos @ real - sin @ imaginary, cos @ imaginary + sin @ real
        return left[0] @ cos.T - left[1] @ sin.T, left[0] @ sin.T + left[1] @ cos.T


class ExportableMRIEncoder(MRIEncoder):
    """An `MRIEncoder` whose back-projection is made of products of matrices."""

    def __init__(self, size: int, constraint: Constraint, latent: Tensor) -> None:
        super().__init__((size, size), constraint, latent)
        self.fourier = Fourier(size)

    def backproject(self, images: Tensor, *_: object) -> Tensor:
        """Return F^H |M|^2 F x, (B, 2, H, W), of images (B, 2, H, W)."""
        return self.fourier.normal(images, self.power)
