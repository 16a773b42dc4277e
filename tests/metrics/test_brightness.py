import pytest
import torch

from kdci import Binary, CASSIEncoder
from kdci.decoders import ZeroFilled
from kdci.metrics.brightness import best_scales, brightness_after_dimming, rescaled
from kdci.systems import ImagingSystem


def test_best_scale_undoes_a_change_of_brightness():
    images = torch.rand(3, 8, 4, 5)
    factors = torch.tensor([0.5, 1.0, 3.0])
    changed = images / factors[:, None, None, None]
    torch.testing.assert_close(best_scales(changed, images), factors)
    torch.testing.assert_close(rescaled(changed, images), images)


def test_no_other_scale_comes_closer():
    images, reconstructions = torch.rand(2, 8, 4, 5), torch.rand(2, 8, 4, 5)
    best = (rescaled(reconstructions, images) - images).square().sum()
    for factor in (0.99, 1.01):
        other = factor * rescaled(reconstructions, images)
        assert (other - images).square().sum() > best


def test_black_reconstruction_has_scale_one():
    assert best_scales(torch.zeros(1, 8, 4, 5), torch.rand(1, 8, 4, 5)).tolist() == [1]


def test_linear_system_sees_brightness():
    system = ImagingSystem(CASSIEncoder((16, 16), Binary(), bands=8), ZeroFilled())
    ratios = brightness_after_dimming(system, torch.rand(2, 8, 16, 16), 0.25)
    assert ratios.tolist() == pytest.approx([0.25, 0.25])


@pytest.mark.parametrize("factor", [0, 1.5])
def test_impossible_factor_is_refused(factor):
    system = ImagingSystem(CASSIEncoder((16, 16), Binary(), bands=8), ZeroFilled())
    with pytest.raises(ValueError, match="factor"):
        brightness_after_dimming(system, torch.rand(2, 8, 16, 16), factor)
