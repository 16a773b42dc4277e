"""The Walsh-Hadamard transform of images, whose mask says which patterns a camera shows."""

from __future__ import annotations

from functools import cache

from torch import Tensor, nn

from kdci.designs import spc


@cache
def walsh(size: int) -> Tensor:
    """Return the orthonormal Walsh matrix (size, size), rows by their number of sign changes.

    Raises:
        ValueError: if the size is no power of two.
    """
    rows: Tensor = spc.hadamard((size, 1), size) / size**0.5
    return rows


class Hadamard(nn.Module):
    """The transform of square images, by a constant matrix.

    Args:
        size: side of the images [pixels], a power of two.
    """

    matrix: Tensor

    def __init__(self, size: int) -> None:
        super().__init__()
        self.register_buffer("matrix", walsh(size))

    def coefficients(self, images: Tensor) -> Tensor:
        """Return W x W^T of images (B, 1, H, W): what each pattern measures, over sqrt(n)."""
        return self.matrix @ images @ self.matrix.T

    def normal(self, images: Tensor, masks: Tensor) -> Tensor:
        """Return images (B, 1, H, W) projected onto the patterns of a mask (H, W) or (B, H, W)."""
        kept = masks.unsqueeze(-3) * self.coefficients(images)
        return self.matrix.T @ kept @ self.matrix

    def energy(self, images: Tensor) -> Tensor:
        """Return the mean energy at each pattern, (H, W), of images (B, 1, H, W)."""
        return self.coefficients(images).square().mean((0, 1))
