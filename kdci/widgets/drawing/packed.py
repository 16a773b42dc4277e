"""How a mask is written down for the browser."""

from __future__ import annotations

import numpy as np
from torch import Tensor


def packed(mask: Tensor) -> str:
    """Return a mask, row by row, as hexadecimal digits: a bit a point, the first one the highest.

    The browser reads it so, too.
    """
    return np.packbits(mask.numpy() != 0).tobytes().hex()
