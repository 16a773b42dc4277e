"""Coded apertures of SD-CASSI that nobody learned: the traditional rivals of a learned one.

Every aperture is (K, 1, M, N), float32, 0 (blocks light) or 1 (open), for 1 to M N
snapshots K.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from kdci import checks

Shape = tuple[int, int]


def random(shape: Shape, snapshots: int = 1, seed: int = 0) -> Tensor:
    """Return random apertures with exactly half of the pixels open (rounded up).

    That is a Bernoulli aperture of probability 1/2 (Wagadarikar et al. 2008) whose transmittance
    is not left to chance.
    """
    pixels, rng = _check(shape, snapshots, seed)
    order = rng.permuted(np.tile(np.arange(pixels), (snapshots, 1)), axis=1)
    return _aperture(order < _half(pixels), shape)


def blue_noise(shape: Shape, snapshots: int = 1, seed: int = 0) -> Tensor:
    """Return apertures whose open pixels, half of all (rounded up), are spread evenly.

    Made by void-and-cluster (Ulichney 1993); blue noise suits spectral imagers (Correa et al.
    2016).
    """
    _, rng = _check(shape, snapshots, seed)
    return _aperture(np.stack([_void_and_cluster(shape, rng) for _ in range(snapshots)]), shape)


def complementary(shape: Shape, snapshots: int = 2, seed: int = 0) -> Tensor:
    """Return apertures of which, at each pixel, exactly one is open: they share out the light.

    Each opens as many pixels as the others, plus or minus one.

    Raises:
        ValueError: if there are fewer than 2 snapshots (one alone would be open everywhere), or
            more than pixels.
    """
    pixels, rng = _check(shape, snapshots, seed, fewest=2)
    turn = rng.permutation(pixels) % snapshots
    return _aperture(turn == np.arange(snapshots)[:, None], shape)


FIXED = {"random": random, "blue-noise": blue_noise, "complementary": complementary}


def _check(
    shape: Shape, snapshots: int, seed: int, fewest: int = 1
) -> tuple[int, np.random.Generator]:
    height, width = checks.image_shape("shape", shape)
    checks.integer_in("snapshots", snapshots, fewest, max(fewest, height * width))
    checks.integer_in("seed", seed, 0, 2**63 - 1)
    return height * width, np.random.default_rng(seed)


def _half(pixels: int) -> int:
    return (pixels + 1) // 2


def _aperture(open_pixels: np.ndarray, shape: Shape) -> Tensor:
    return torch.from_numpy(open_pixels.astype(np.float32)).view(-1, 1, *shape)


def _void_and_cluster(shape: Shape, rng: np.random.Generator, sigma: float = 1.5) -> np.ndarray:
    """Return which pixels are open (Ulichney 1993): spread a tenth evenly, then fill the voids.

    The energy of a pixel is the sum of a Gaussian over the open pixels' distances on the torus.
    """
    rows, columns = (np.minimum(np.arange(n), n - np.arange(n)) for n in shape)
    gaussian = np.exp(-(rows[:, None] ** 2 + columns**2) / (2 * sigma**2))
    pixels = gaussian.size
    is_open, energy = np.zeros(pixels, dtype=bool), np.zeros(pixels)

    def switch(pixel: int) -> None:
        sign = -1 if is_open[pixel] else 1
        energy[:] += sign * np.roll(gaussian, divmod(pixel, shape[1]), axis=(0, 1)).ravel()
        is_open[pixel] = not is_open[pixel]

    def tightest_cluster() -> int:
        return int(np.where(is_open, energy, -np.inf).argmax())

    def largest_void() -> int:
        return int(np.where(is_open, np.inf, energy).argmin())

    for pixel in rng.permutation(pixels)[: max(1, pixels // 10)]:
        switch(int(pixel))
    for _ in range(pixels):  # an end that rounding errors cannot put off
        cluster = tightest_cluster()
        switch(cluster)
        void = largest_void()
        switch(void)
        if void == cluster:
            break
    while is_open.sum() < _half(pixels):
        switch(largest_void())
    return is_open
