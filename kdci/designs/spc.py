"""Single-pixel patterns that nobody learned: the traditional rivals.

Every design is (S, n), float32, a pattern for n = H W pixels in each row, of squared norm n (the
Gaussian one: on average). A digital micromirror device (DMD) shows 0 or 1. It displays the patterns
of -1 and +1 (Hadamard, Bernoulli) as two complementary ones, whose measurements are subtracted.
The real-valued patterns (DCT, Gaussian) it cannot display: they are relaxed rivals, bounds on what
a buildable design is up against.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from scipy import linalg
from torch import Tensor

from kdci import checks

Shape = tuple[int, int]


def hadamard(shape: Shape, patterns: int) -> Tensor:
    """Return Walsh-Hadamard patterns, -1 and +1, in order of sequency (Pratt et al. 1969).

    The sequency of a row or column is its number of sign changes; that of a pattern is the sum of
    both. Ties are broken by position (vertical sequency first).

    Args:
        shape: (H, W), powers of two.
        patterns: S, 1 to H W.

    Raises:
        ValueError: if an argument is out of its range.
    """
    _size(shape, patterns)
    return _lowest(*_walsh_pair(shape), patterns)


def hadamard_energy(images: Tensor, patterns: int) -> Tensor:
    """Return the Walsh-Hadamard patterns of highest mean energy over training images.

    This one is data-driven, though nothing is trained: the first pattern measures most of the
    images' energy. Ties are broken by position.

    Args:
        images: (B, 1, H, W); sides are powers of two.
        patterns: S, 1 to H W.

    Raises:
        ValueError: if an argument is out of its range, or an image has values that are not finite.
    """
    checks.finite_images("images", checks.images("images", images, 1))
    _size(_sides(images), patterns)
    height, width = _walsh_pair(_sides(images))
    coefficients = height @ images[:, 0].cpu().double().numpy() @ width.T
    energy = np.square(coefficients).mean(axis=0)
    return _separable(height, width, np.argsort(-energy.ravel(), kind="stable"), patterns)


def dct(shape: Shape, patterns: int) -> Tensor:
    """Return patterns of the two-dimensional DCT-II, low frequencies first (Ahmed et al. 1974).

    They are ordered by the sum of vertical and horizontal frequency; ties are broken by position
    (vertical frequency first). The rows are orthogonal, of norm sqrt(n), as rows of -1 and +1 are.

    Args:
        shape: (H, W).
        patterns: S, 1 to H W.

    Raises:
        ValueError: if an argument is out of its range.
    """
    _size(shape, patterns)
    return _lowest(_cosines(shape[0]), _cosines(shape[1]), patterns)


def bernoulli(shape: Shape, patterns: int, seed: int = 0) -> Tensor:
    """Return random patterns of -1 and +1, equally likely (Duarte et al. 2008).

    Args:
        shape: (H, W).
        patterns: S, 1 to H W.
        seed: seed of the random numbers.

    Raises:
        ValueError: if an argument is out of its range.
    """
    signs = np.random.default_rng(seed).integers(0, 2, _size(shape, patterns))
    return torch.from_numpy(2 * signs - 1).float()


def gaussian(shape: Shape, patterns: int, seed: int = 0) -> Tensor:
    """Return random patterns of standard normal numbers, the classic of compressed sensing.

    Args:
        shape: (H, W).
        patterns: S, 1 to H W.
        seed: seed of the random numbers.

    Raises:
        ValueError: if an argument is out of its range.
    """
    values = np.random.default_rng(seed).standard_normal(_size(shape, patterns))
    return torch.from_numpy(values).float()


def principal(images: Tensor, patterns: int) -> Tensor:
    """Return the principal components of training images, strongest first: real-valued, orthogonal.

    No linear reconstruction from S numbers has a smaller mean squared error on these images (Eckart
    and Young 1936). Not centred, so the first one is near a constant; signs are such that each has
    a sum of at least 0.

    Args:
        images: (B, 1, H, W).
        patterns: S, 1 to H W.

    Raises:
        ValueError: if an argument is out of its range, or an image has values that are not finite.
    """
    checks.finite_images("images", checks.images("images", images, 1))
    _, n = _size(_sides(images), patterns)
    rows = images.cpu().double().flatten(1).numpy()
    _, vectors = linalg.eigh(rows.T @ rows, subset_by_index=(n - patterns, n - 1))
    vectors = vectors.T[::-1]
    signs = np.where(vectors.sum(axis=1, keepdims=True) < 0, -1, 1)
    return torch.from_numpy(math.sqrt(n) * signs * vectors).float()


def binarised_principal(images: Tensor, patterns: int) -> Tensor:
    """Return the signs, -1 and +1, of the `principal` components: such as a mirror can show.

    Args:
        images: (B, 1, H, W).
        patterns: S, 1 to H W.

    Raises:
        ValueError: if an argument is out of its range, or an image has values that are not finite.
    """
    return torch.where(principal(images, patterns) < 0, -1.0, 1.0)


FIXED = {"hadamard": hadamard, "bernoulli": bernoulli, "dct": dct, "gaussian": gaussian}
"""Designs that know nothing of the images."""
DATA_DRIVEN = {
    "hadamard-energy": hadamard_energy,
    "principal": principal,
    "binarised-principal": binarised_principal,
}
"""Designs made from training images."""


def _size(shape: Shape, patterns: int) -> tuple[int, int]:
    """Return (patterns, pixels), once it is clear that both are possible."""
    n = math.prod(checks.image_shape("shape", shape))
    return checks.integer_in("patterns", patterns, 1, n, "at most the pixels"), n


def _walsh_pair(shape: Shape) -> tuple[np.ndarray, np.ndarray]:
    """Return the Walsh matrices of height and width, rows by their number of sign changes."""
    height, width = checks.image_shape("shape", shape)
    if any(n & (n - 1) for n in (height, width)):
        raise ValueError(f"shape={(height, width)}: sides of Hadamard patterns must be powers of 2")
    return _walsh(height), _walsh(width)


def _sides(images: Tensor) -> Shape:
    height, width = images.shape[-2:]
    return height, width


def _walsh(n: int) -> np.ndarray:
    rows = linalg.hadamard(n)
    return rows[np.argsort(np.count_nonzero(np.diff(rows), axis=1))]


def _cosines(n: int) -> np.ndarray:
    """Return the DCT-II matrix (n, n): a frequency in each row, of norm sqrt(n)."""
    frequency, position = np.arange(n)[:, None], np.arange(n)[None] + 0.5
    rows: np.ndarray = np.sqrt(2) * np.cos(np.pi * frequency * position / n)
    rows[0] = 1
    return rows


def _lowest(height: np.ndarray, width: np.ndarray, patterns: int) -> Tensor:
    """Return the products of rows i of ``height`` and j of ``width``, in order of i + j."""
    order = np.add.outer(np.arange(len(height)), np.arange(len(width))).ravel()
    return _separable(height, width, np.argsort(order, kind="stable"), patterns)


def _separable(height: np.ndarray, width: np.ndarray, order: np.ndarray, patterns: int) -> Tensor:
    """Return the first patterns (S, n) in an order of the products of two matrices' rows."""
    i, j = np.divmod(order[:patterns], len(width))
    products = height[i][:, :, None] * width[j][:, None, :]
    return torch.from_numpy(products.reshape(patterns, -1)).float()
