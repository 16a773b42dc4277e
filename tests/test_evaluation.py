import json
import math

import pytest
import torch

from kdci import Budget, ImagingSystem, MRIEncoder
from kdci.decoders import ZeroFilled
from kdci.evaluation import compare, evaluate, reconstruct
from kdci.physics.mri import magnitude
from tests.encoders.registry import ENCODERS


def system(snr_db=None):
    return ImagingSystem(MRIEncoder((16, 16), Budget(4)), ZeroFilled(), snr_db)


def test_batches_do_not_change_the_result():
    images = torch.rand(7, 2, 16, 16) / 2
    whole = reconstruct(system(), images)
    torch.testing.assert_close(whole, reconstruct(system(), images, batch_size=3))
    assert evaluate(system(), images) == compare(magnitude(whole), magnitude(images))


def test_noise_is_that_of_the_seed():
    images = torch.rand(2, 2, 16, 16) / 2
    first, again, other = (evaluate(system(20.0), images, seed=s) for s in (0, 0, 1))
    assert first == again != other


def test_images_are_compared_by_magnitude():
    images = torch.rand(2, 2, 16, 16) / 2
    turned = torch.stack((-images[:, 1], images[:, 0]), dim=1)  # a phase of 90 degrees
    metrics = compare(magnitude(turned), magnitude(images))
    assert metrics["psnr"] == [120, 120]
    assert metrics["ssim"] == pytest.approx([1, 1])


def test_non_finite_images_are_refused():
    images = torch.rand(2, 2, 16, 16) / 2
    images[1, 0, 0, 0] = math.nan
    with pytest.raises(ValueError, match=r"images\[1\]"):
        evaluate(system(), images)


@pytest.mark.parametrize("name", sorted(ENCODERS))
@pytest.mark.parametrize("scale", [255, 2])
def test_images_of_another_scale_are_refused(name, scale):
    made = ImagingSystem(ENCODERS[name].make((12, 12), 0), ZeroFilled())
    images = torch.rand(2, *made.encoder.image_shape) * scale
    with pytest.raises(ValueError, match=r"images: (values|magnitudes) .*must be in \[0, 1\]: div"):
        evaluate(made, images)


def test_one_blank_image_leaves_the_means_finite_and_the_json_valid():
    images = torch.rand(3, 2, 16, 16) / 2
    images[1] = 0
    metrics = evaluate(system(), images)
    assert metrics["psnr"][1] == 120
    assert json.loads(json.dumps(metrics, allow_nan=False)) == metrics
