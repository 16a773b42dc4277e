"""Every embedded data set names a bad argument, with its value."""

import math
import re

import pytest

from kdci.data.fashion_mnist import fashion_mnist
from kdci.data.indian_pines import indian_pines
from kdci.data.mni import brain_slices
from kdci.data.photographs import photograph_patches
from kdci.data.spectra import spectral_patches

BAD = {
    "split": ("Train", "dev", "", None),
    "count": (0, -1, 10**7, 1.5, math.nan, True),
    "size": (0, -16, math.nan, "32"),
    "seed": (-1, 0.5),
}
"""What none of them takes."""
OWN = {
    brain_slices: {"size": (15, 117), "phase": (-0.1, math.nan, math.inf)},
    photograph_patches: {"size": (7, 129)},
    spectral_patches: {"size": (7, 129)},
    indian_pines: {"size": (7, 33, 64)},
    fashion_mnist: {"split": ("t10k",), "count": (59001,), "size": (27, 64)},
}
"""What one of them does not take besides."""
CASES = [
    (images, argument, value)
    for images, own in OWN.items()
    for bad in (BAD, own)
    for argument, values in bad.items()
    for value in values
]


@pytest.mark.parametrize(("images", "argument", "value"), CASES)
def test_bad_argument_is_named_with_its_value(images, argument, value):
    good = {"split": "train", "count": 4, "size": 28}
    with pytest.raises(ValueError, match=re.escape(f"{argument}={value!r}")):
        images(**good | {argument: value})
