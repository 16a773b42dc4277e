"""The range of images."""

import pytest
import torch

from kdci import ranges
from tests.encoders.registry import ENCODERS


@pytest.mark.parametrize("name", sorted(ENCODERS))
def test_images_in_range_are_fine_and_so_is_rounding(name):
    encoder = ENCODERS[name].make((4, 4), 0)
    images = torch.rand(2, *encoder.image_shape)
    images = images / encoder.visible(images).max()
    for factor in (0, 1, 1 + ranges.OVERSHOOT / 2):
        ranges.check_images("images", factor * images, encoder)
    with pytest.raises(ValueError, match="to 1.01: must be in"):
        ranges.check_images("images", 1.01 * images, encoder)


@pytest.mark.parametrize("name", ["mri-budget", "spc-bipolar", "cassi-real", "filters-real"])
def test_range_and_remedy_are_named(name):
    encoder = ENCODERS[name].make((4, 4), 0)
    images = torch.zeros(2, *encoder.image_shape)
    images[1, 0, 2, 3] = 255
    what = "magnitudes" if name == "mri-budget" else "values"
    message = rf"scans: {what} from 0 to 255: must be in \[0, 1\]: divide scans .*scans / 255"
    with pytest.raises(ValueError, match=message):
        ranges.check_images("scans", images, encoder)


def test_negative_values_have_another_remedy_and_phases_are_fine():
    camera, scanner = (ENCODERS[name].make((4, 4), 0) for name in ("spc-real", "mri-budget"))
    with pytest.raises(ValueError, match=r"images: values from -1 to -1: .*\(images \+ 1\) / 2"):
        ranges.check_images("images", -torch.ones(1, 1, 4, 4), camera)
    ranges.check_images("images", -torch.ones(1, 2, 4, 4) / 2, scanner)


def test_images_that_are_not_finite_are_refused_by_their_index():
    encoder = ENCODERS["spc-real"].make((4, 4), 0)
    images = torch.rand(3, 1, 4, 4)
    images[2, 0, 0, 0] = torch.nan
    with pytest.raises(ValueError, match=r"images\[2\]: has values that are not finite"):
        ranges.check_images("images", images, encoder)
