"""Spectral angles, image by image."""

import math

import pytest
import torch
from torchmetrics.functional.image import spectral_angle_mapper

from kdci.metrics.spectral import sam


def pairs(*shape):
    generator = torch.Generator().manual_seed(0)
    return [torch.rand(shape, generator=generator) + 0.01 for _ in range(2)]


def column(*spectra):
    """Return an image of one column whose pixels have these spectra."""
    return torch.tensor(spectra, dtype=torch.float32).T.view(1, len(spectra[0]), -1, 1)


def test_angles_by_hand():
    truth = column((1, 0), (1, 0), (1, 1), (0, 2))
    ours = column((1, 1), (3, 0), (0, 5), (-1, 0))
    assert sam(ours, truth).tolist() == pytest.approx([(45 + 0 + 45 + 90) / 4])


@pytest.mark.parametrize("shape", [(3, 8, 16, 17), (1, 2, 5, 4)], ids=str)
def test_angle_is_that_of_torchmetrics(shape):
    ours, truth = pairs(*shape)
    wanted = spectral_angle_mapper(ours, truth, reduction="none").flatten(1).mean(dim=1)
    torch.testing.assert_close(sam(ours, truth), wanted * 180 / math.pi)


def test_scale_of_a_pixel_does_not_matter():
    ours, truth = pairs(2, 4, 6, 7)
    factors = torch.linspace(0.1, 3, 42).view(6, 7)
    torch.testing.assert_close(sam(ours * factors, truth), sam(ours, truth))
    assert sam(truth * 3, truth).tolist() == pytest.approx([0, 0], abs=1e-5)


def test_small_angles_are_exact():
    angle = 1e-3  # degrees
    turned = column((math.cos(math.radians(angle)), math.sin(math.radians(angle))))
    assert sam(turned, column((1, 0))).tolist() == pytest.approx([angle], rel=1e-4)


def test_black_pixels_of_the_truth_are_left_out_and_of_the_reconstruction_are_not():
    truth = column((1, 0), (0, 0), (1e-5, 0))
    assert sam(column((1, 1), (1, 1), (0, 1)), truth).tolist() == pytest.approx([45])
    assert sam(column((0, 0), (1, 1), (1, 1)), truth).tolist() == pytest.approx([90])


def test_black_image_has_no_spectrum_to_miss():
    truth = torch.stack((torch.zeros(3, 4, 4), torch.ones(3, 4, 4)))
    ours = torch.ones(2, 3, 4, 4)
    assert sam(ours, truth).tolist() == pytest.approx([0, 0], abs=1e-5)
    assert sam(0 * ours, truth).tolist() == pytest.approx([0, 90])


def test_image_is_judged_without_the_others_of_its_batch():
    ours, truth = pairs(4, 3, 6, 7)
    truth = truth * torch.tensor([1, 1e-2, 1e-4, 1e-6]).view(-1, 1, 1, 1)
    alone = [sam(ours[i : i + 1], truth[i : i + 1]) for i in range(4)]
    together = sam(ours, truth)
    assert together.shape == (4,)
    torch.testing.assert_close(together, torch.cat(alone))


@pytest.mark.parametrize("shape", [(1, 3, 4, 4), (2, 4, 4), (2, 3, 4, 5)], ids=str)
def test_other_shapes_are_refused(shape):
    with pytest.raises(ValueError, match=r"reconstructions: shape .*must be \(B, C, H, W\)"):
        sam(torch.rand(shape), torch.rand(2, 3, 4, 4))
