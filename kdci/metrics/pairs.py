"""What each measure of quality asks of its two arguments: the same shape, finite, in range."""

from __future__ import annotations

from torch import Tensor

from kdci import checks, ranges


class RangeWarning(UserWarning):
    """A reconstruction is so far out of range that a measure of it says little."""


def check_shapes(reconstructions: Tensor, images: Tensor) -> None:
    """Check that there are as many reconstructions as images, of one shape: none is broadcast.

    Raises:
        ValueError: if the shapes differ, are of other than four dimensions, or of no image.
    """
    if images.ndim != 4 or not len(images) or reconstructions.shape != images.shape:
        raise ValueError(
            f"reconstructions: shape {tuple(reconstructions.shape)}: must be (B, C, H, W), as that "
            f"of images, {tuple(images.shape)}, at least one"
        )


def check(reconstructions: Tensor, images: Tensor) -> None:
    """Check a pair for a measure of quality with a data range of 1.

    The images are the truth, so they are in range. Reconstructions need not be: linear ones
    overshoot, and what they are off by is measured as it is.

    Raises:
        ValueError: if the shapes differ, a value is not finite, or the images are beyond [0, 1].
    """
    check_shapes(reconstructions, images)
    checks.finite_images("reconstructions", reconstructions)
    checks.finite_images("images", images)
    ranges.check_visible("images", images)
