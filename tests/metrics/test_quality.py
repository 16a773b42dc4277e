"""PSNR and SSIM, image by image."""

import math

import numpy as np
import pytest
import torch
from skimage.metrics import structural_similarity

from kdci.metrics import quality
from kdci.physics import mri


def pairs(*shape):
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(shape, generator=generator)
    noise = torch.randn(shape, generator=generator)
    # More noise in every image than in the one before, some of it out of [0, 1].
    return images + noise * torch.linspace(0.02, 0.3, len(images)).view(-1, 1, 1, 1), images


def test_magnitude_is_that_of_complex_numbers():
    images = torch.tensor([3.0, -4.0]).view(1, 2, 1, 1).expand(5, 2, 6, 7)
    assert torch.equal(mri.magnitude(images), torch.full((5, 1, 6, 7), 5.0))


@pytest.mark.parametrize("shape", [(4, 1, 16, 16), (3, 2, 9, 24), (1, 1, 8, 8)], ids=str)
def test_psnr_is_the_formula(shape):
    reconstructions, images = pairs(*shape)
    squares = (reconstructions.double() - images.double()).pow(2).flatten(1)
    expected = [10 * math.log10(1 / (sum(row) / len(row))) for row in squares.tolist()]
    assert quality.psnr(reconstructions, images).tolist() == pytest.approx(expected, rel=1e-5)


def test_psnr_has_a_data_range_of_one_whatever_the_images_span():
    dark = torch.full((2, 1, 8, 8), 0.1)
    assert quality.psnr(dark + 0.01, dark).tolist() == pytest.approx([40, 40], abs=1e-3)


def test_psnr_of_equal_images_is_infinite():
    _, images = pairs(2, 1, 8, 8)
    assert quality.psnr(images, images).tolist() == [math.inf, math.inf]


# scikit-image leaves out the border of 5 pixels, where the window does not fit; ours mirrors the
# image there. Of images that are mirrored first, both average the same pixels, so the values agree
# up to single precision.
@pytest.mark.parametrize("shape", [(4, 1, 32, 32), (3, 1, 17, 40), (1, 1, 11, 11)], ids=str)
def test_ssim_is_that_of_scikit_image(shape):
    mirrored = (
        np.pad(x[:, 0].double(), ((0, 0), (5, 5), (5, 5)), "reflect") for x in pairs(*shape)
    )
    options = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}
    expected = [
        structural_similarity(x, y, data_range=1, **options) for x, y in zip(*mirrored, strict=True)
    ]
    assert quality.ssim(*pairs(*shape)).tolist() == pytest.approx(expected, abs=1e-5)


def test_ssim_of_equal_images_is_one():
    _, images = pairs(3, 1, 16, 16)
    assert quality.ssim(images, images).tolist() == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("measure", [quality.psnr, quality.ssim])
def test_image_is_judged_without_the_others_of_its_batch(measure):
    reconstructions, images = pairs(4, 1, 16, 24)
    together = measure(reconstructions, images)
    alone = [measure(reconstructions[i : i + 1], images[i : i + 1]) for i in range(4)]
    assert together.shape == (4,)
    torch.testing.assert_close(together, torch.cat(alone))
    assert bool((together.diff() < 0).all())
