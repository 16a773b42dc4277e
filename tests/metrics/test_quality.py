"""PSNR and SSIM, image by image."""

import math

import numpy as np
import pytest
import torch
from skimage.metrics import structural_similarity

from kdci.metrics import quality
from kdci.metrics.pairs import RangeWarning
from kdci.metrics.spectral import sam
from kdci.physics import mri

MEASURES = [quality.psnr, quality.ssim]


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


def test_psnr_is_capped_where_single_precision_cannot_tell_images_apart():
    images = torch.rand(3, 1, 8, 8) / 2
    images[1] = 0
    off = torch.tensor([0, 0, 1e-5]).view(3, 1, 1, 1)
    assert quality.psnr(images + off, images).tolist() == pytest.approx([120, 120, 100], abs=0.1)
    assert quality.psnr(images + 1e-7, images).tolist() == [120, 120, 120]


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


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("shape", [(1, 1, 16, 16), (2, 1, 16, 1), (2, 16, 16), (0, 1, 16, 16)])
def test_nothing_is_broadcast(measure, shape):
    images = torch.rand(2 if len(shape) == 4 and shape[0] else 0, 1, 16, 16)
    with pytest.raises(ValueError, match=r"reconstructions: shape .*must be \(B, C, H, W\)"):
        measure(torch.rand(shape), images)
    with pytest.raises(ValueError, match="reconstructions: shape"):
        measure(torch.rand(2, 1, 16, 16), torch.rand(shape))


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda x: 255 * x, r"images: values from 0 to 255: must be in \[0, 1\].*images / 255"),
        (lambda x: 2 * x - 1, r"images: values from -1 to 1: must be in .*\(images \+ 1\) / 2"),
        (lambda x: 1.01 * x, r"images: values from 0 to 1.01: must be"),
    ],
)
def test_images_of_another_scale_are_refused(measure, change, message):
    images = torch.linspace(0, 1, 512).view(2, 1, 16, 16)
    with pytest.raises(ValueError, match=message):
        measure(images, change(images))
    assert measure(images, images * 1.0005).isfinite().all()  # that is rounding


@pytest.mark.parametrize("measure", [*MEASURES, sam])
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_values_that_are_not_finite_are_refused(measure, value):
    images = torch.rand(2, 3, 16, 16)
    bad = images.clone()
    bad[1, 0, 3, 4] = value
    with pytest.raises(ValueError, match=r"reconstructions\[1\]: has values that are not finite"):
        measure(bad, images)
    with pytest.raises(ValueError, match=r"images\[1\]: has values that are not finite"):
        measure(images, bad)


def test_psnr_that_no_image_in_range_can_have_is_said():
    images = torch.full((2, 1, 8, 8), 0.5)
    factors = torch.tensor([1, 5.0]).view(2, 1, 1, 1)
    with pytest.warns(RangeWarning, match=r"PSNR: reconstructions\[1\]: values from 2.5 to 2.5"):
        assert quality.psnr(factors * images, images).tolist()[1] == pytest.approx(-6.02, abs=0.01)


def test_ssim_of_a_negative_is_said():
    images = pairs(1, 1, 16, 16)[1]
    with pytest.warns(RangeWarning, match=r"SSIM: reconstructions\[0\]: .*on average negative"):
        quality.ssim(-images, images)


@pytest.mark.parametrize("shape", [(10, 16), (16, 10), (1, 1)])
def test_images_smaller_than_the_window_of_ssim_are_refused(shape):
    images = torch.rand(2, 1, *shape)
    with pytest.raises(ValueError, match=f"{shape[0]} x {shape[1]} pixels: must be at least 11"):
        quality.ssim(images, images)


def test_blank_images_have_finite_quality():
    for level in (0.0, 1.0):
        blank = torch.full((1, 3, 16, 16), level)
        for reconstruction in (blank, 1 - blank, torch.rand(1, 3, 16, 16)):
            values = [measure(reconstruction, blank) for measure in (*MEASURES, sam)]
            assert torch.cat(values).isfinite().all()
