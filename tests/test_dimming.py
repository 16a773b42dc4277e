import pytest
import torch

from kdci import Binary, CASSIEncoder, UNet
from kdci.decoders import ZeroFilled
from kdci.decoders.base import Decoder
from kdci.dimming import brightness_after_dimming, correction_after_dimming
from kdci.systems import ImagingSystem


def test_linear_system_sees_brightness():
    system = ImagingSystem(CASSIEncoder((16, 16), Binary(), bands=8), ZeroFilled())
    ratios = brightness_after_dimming(system, torch.rand(2, 8, 16, 16), 0.25)
    assert ratios.tolist() == pytest.approx([0.25, 0.25])


class Doubling(Decoder):
    channels, stage_names = 8, ("image",)

    def stages(self, backprojection, normal=None):
        yield "image", 2 * backprojection


def test_correction_of_a_linear_decoder_is_dimmed_as_the_scene_is():
    system = ImagingSystem(CASSIEncoder((16, 16), Binary(), bands=8), Doubling())
    ratios = correction_after_dimming(system, torch.rand(2, 8, 16, 16), 0.25)
    assert ratios.tolist() == pytest.approx([0.25, 0.25])


def test_correction_of_the_u_net_is_not():
    unet = UNet(channels=8)
    torch.nn.init.normal_(unet.head.weight)  # before training, the correction is zero
    system = ImagingSystem(CASSIEncoder((16, 16), Binary(), bands=8), unet)
    ratios = correction_after_dimming(system, torch.rand(2, 8, 16, 16), 0.5)
    assert ratios.tolist() == pytest.approx([1, 1], abs=1e-2)


@pytest.mark.parametrize("factor", [0, 1.5])
@pytest.mark.parametrize("measure", [brightness_after_dimming, correction_after_dimming])
def test_impossible_factor_is_refused(measure, factor):
    system = ImagingSystem(CASSIEncoder((16, 16), Binary(), bands=8), ZeroFilled())
    with pytest.raises(ValueError, match="factor"):
        measure(system, torch.rand(2, 8, 16, 16), factor)


def test_ratio_over_nothing_is_refused_by_the_image():
    images = torch.rand(2, 8, 16, 16)
    images[1] = 0
    system = ImagingSystem(CASSIEncoder((16, 16), Binary(), bands=8), ZeroFilled())
    with pytest.raises(ValueError, match=r"images\[1\]: its reconstruction is black"):
        brightness_after_dimming(system, images)
    with pytest.raises(ValueError, match=r"images\[0\]: the decoder adds nothing to it"):
        correction_after_dimming(system, images)
