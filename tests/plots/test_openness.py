import pytest
import torch

from kdci import Binary, CASSIEncoder, Real, plots
from kdci.decoders import ZeroFilled
from kdci.evidence import Numbers
from kdci.plots.openness import SHARES
from kdci.systems import ImagingSystem
from tests.results import made_up


def system(constraint, share):
    latent = torch.full((1, constraint.bands, 16, 16), 0.0)
    latent[..., : round(16 * share)] = 1
    return ImagingSystem(CASSIEncoder((16, 16), constraint, latent=latent), ZeroFilled())


def result(name, seed, share):
    metrics = {"psnr": [20.0, 22.0], "sam": [9.0, 11.0]}
    return made_up(name, seed, metrics=metrics, encoder={"open": share})


@pytest.fixture
def panels():
    systems = {"teacher": system(Real(bands=8), 1), "student": system(Binary(), 0.5)}
    numbers = Numbers(result("student", seed, 0.5 + seed / 10) for seed in range(3))
    return plots.openness(numbers, ["student"], systems, 8).axes


def test_misalignment_with_an_open_teacher_falls_to_zero_for_an_open_aperture(panels):
    line, student = panels[0].lines
    values = list(line.get_ydata())
    assert len(values) == len(SHARES)
    assert values[0] > 0.5
    assert values[-1] == pytest.approx(0, abs=1e-6)
    assert list(student.get_xdata()) == [50]


def test_below_stand_the_means_over_images_of_each_seed(panels):
    for ax, mean in zip(panels[1:], (21, 10), strict=True):
        (dots,) = ax.lines
        assert list(dots.get_xdata()) == [50, 60, 70]
        assert list(dots.get_ydata()) == [mean] * 3
