import pytest
import torch

from kdci.metrics.brightness import best_scales, rescaled


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


def test_nothing_is_broadcast():
    for measure in (best_scales, rescaled):
        with pytest.raises(ValueError, match="reconstructions: shape"):
            measure(torch.rand(1, 8, 4, 5), torch.rand(2, 8, 4, 5))
