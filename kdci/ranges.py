"""The range of images, stated once: what a person looks at of them lies in [0, 1].

That is each value of an image or, of a complex image, its magnitude; see
`kdci.encoders.Encoder.visible`. Losses, learning rates and metrics are meant for this range.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor

from kdci import checks

if TYPE_CHECKING:  # encoders know nothing of this module; here only their type is needed
    from kdci.encoders import Encoder

LOW, HIGH = 0.0, 1.0
OVERSHOOT = 1e-3
"""How far beyond the range rounding and resampling may lead."""


def check_visible(name: str, visible: Tensor, what: str = "values") -> None:
    """Check the range of what is seen of images, (B, C, H, W), at least one of them.

    Raises:
        ValueError: if it is beyond [0, 1], with the range found and how to rescale.
    """
    low, high = (float(end) for end in visible.detach().aminmax())
    if low >= LOW - OVERSHOOT and high <= HIGH + OVERSHOOT:
        return
    if low < LOW - OVERSHOOT:
        remedy = f"rescale them, for instance ({name} + 1) / 2 where they are in [-1, 1]"
    else:
        remedy = f"divide {name} by the largest value that there can be, for instance {name} / 255"
    raise ValueError(f"{name}: {what} from {low:g} to {high:g}: must be in [0, 1]: {remedy}")


def check_images(name: str, images: Tensor, encoder: Encoder) -> None:
    """Check the values of images (B, C, H, W) that an encoder is to measure.

    Raises:
        ValueError: if they are not finite, or beyond [0, 1], with the range found and how to
            rescale.
    """
    checks.finite_images(name, images)
    what = "magnitudes" if encoder.complex_images else "values"
    check_visible(name, encoder.visible(images), what)
