"""Point spread, k-space density, and what the aperture leaves of each band and detector pixel."""

import pytest
import torch

from kdci import Binary, Budget, MRIEncoder, Real
from kdci.encoders import CASSIEncoder
from kdci.metrics.encoders.cassi import band_sampling, detector_load
from kdci.metrics.encoders.mri import point_spread, sampling_density


@pytest.mark.parametrize("shape", [(8, 8), (7, 10)], ids=str)
def test_point_spread_is_what_becomes_of_one_bright_pixel(shape):
    encoder = MRIEncoder(shape, Budget(3)).double().requires_grad_(False)
    image = torch.zeros(1, 2, *shape, dtype=torch.float64)
    image[0, 0, shape[0] // 2, shape[1] // 2] = 1
    back = encoder.adjoint(encoder.measure(image))[0]
    torch.testing.assert_close(point_spread(encoder), back.square().sum(dim=0).sqrt())


def test_sampling_density_of_a_disc_is_one_inside_and_zero_outside():
    rows = torch.arange(64) - 32
    radius = torch.hypot(rows[:, None].float(), rows[None].float())
    mask = (radius < 16).float()
    encoder = MRIEncoder((64, 64), Real(), mask)
    radii, density = sampling_density(encoder, rings=8)
    assert radii.tolist() == [(k + 0.5) / 8 for k in range(8)]
    assert density.tolist() == [1, 1, 1, 1, 0, 0, 0, 0]


def cassi(latent, bands=3):
    return CASSIEncoder(tuple(latent.shape[-2:]), Real(bands=latent.shape[1]), bands, latent)


def test_a_band_gets_the_light_that_its_aperture_lets_pass():
    coloured = torch.zeros(1, 3, 2, 4)
    coloured[0, 1, 0] = 1  # half of band 1
    coloured[0, 2] = 0.5  # a grey band
    assert band_sampling(cassi(coloured)).tolist() == [0, 0.5, 0.25]


def test_detector_pixels_count_the_bands_that_meet_there():
    everything = torch.ones(1, 1, 2, 4)
    assert detector_load(cassi(everything))[0, 0].tolist() == [1, 2, 3, 3, 2, 1]
    assert detector_load(cassi(everything / 2))[0, 0].tolist() == [0.25, 0.5, 0.75, 0.75, 0.5, 0.25]
    encoder = CASSIEncoder((5, 6), Binary(patterns=2), bands=3)
    load = detector_load(encoder)
    assert load.shape == (2, 5, 8)
    assert load.sum() == 3 * encoder.pattern.detach().sum()
