"""Real images that a study can name, beside the images that a modality has of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from torch import Tensor

from kdci import checks


@dataclass(frozen=True)
class Source:
    """A data set, and how much of it there is.

    Args:
        make: makes images (N, C, H, W), float32, in [-1, 1]; called as ``make(split=..., count=...,
            size=..., seed=...)``.
        sizes: sides of an image that there are [pixels].
        counts: the most images of each split, "train", "validation" and "test".
    """

    make: Callable[..., Tensor]
    sizes: Collection[int]
    counts: Mapping[str, int]

    def check(self, size: int, counts: Mapping[str, int]) -> None:
        """Check what a study asks for.

        Args:
            size: side of an image [pixels].
            counts: images of each split.

        Raises:
            ValueError: if there is no such size, or there are fewer images of a split.
        """
        checks.one_of("size", size, self.sizes)
        for split, count in counts.items():
            checks.integer_in(split, count, 1, self.counts[split], "all images of the source")
