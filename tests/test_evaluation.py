import math

import pytest
import torch

from kdci import Budget, ImagingSystem, MRIEncoder
from kdci.decoders import ZeroFilled
from kdci.evaluation import compare, evaluate, reconstruct
from kdci.physics.mri import magnitude


def system(snr_db=None):
    return ImagingSystem(MRIEncoder((16, 16), Budget(4)), ZeroFilled(), snr_db)


def test_batches_do_not_change_the_result():
    images = torch.rand(7, 2, 16, 16)
    whole = reconstruct(system(), images)
    torch.testing.assert_close(whole, reconstruct(system(), images, batch_size=3))
    assert evaluate(system(), images) == compare(magnitude(whole), magnitude(images))


def test_noise_is_that_of_the_seed():
    images = torch.rand(2, 2, 16, 16)
    first, again, other = (evaluate(system(20.0), images, seed=s) for s in (0, 0, 1))
    assert first == again != other


def test_images_are_compared_by_magnitude():
    images = torch.rand(2, 2, 16, 16) / 2
    turned = torch.stack((-images[:, 1], images[:, 0]), dim=1)  # a phase of 90 degrees
    metrics = compare(magnitude(turned), magnitude(images))
    assert metrics["psnr"] == [math.inf, math.inf] or min(metrics["psnr"]) > 100
    assert metrics["ssim"] == pytest.approx([1, 1])


def test_non_finite_images_are_refused():
    images = torch.rand(2, 2, 16, 16)
    images[1, 0, 0, 0] = math.nan
    with pytest.raises(ValueError, match=r"images\[1\]"):
        evaluate(system(), images)
