"""Which image to show as an example: by a rule, so that nobody picks the one that looks best."""

from __future__ import annotations

from collections.abc import Sequence

from kdci import checks

MEDIAN = 0.5


def example(values: Sequence[float], share: float = MEDIAN) -> int:
    """Return the index of the image at which a share of all images has a lower value.

    Args:
        values: one for each image, such as its PSNR, or the gain of the student over the baseline.
        share: from 0, the image with the lowest value, to 1; the image in the middle if left out.
            Of equal values the first comes first.

    Raises:
        ValueError: if there is no value, or the share is not between 0 and 1.
    """
    if not values:
        raise ValueError("values=[]: must be at least one")
    checks.number_in("share", share, 0, 1)
    order = sorted(range(len(values)), key=lambda index: values[index])
    return order[round(share * (len(order) - 1))]
