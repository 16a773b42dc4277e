import pytest
import torch

from kdci import Binary, CASSIEncoder, plots
from kdci.decoders import ZeroFilled
from kdci.plots.spectra import spectral_angle
from kdci.systems import ImagingSystem

WAVELENGTHS = range(450, 690, 30)


@pytest.fixture
def systems():
    encoder = CASSIEncoder((16, 24), Binary(), bands=8)
    return {name: ImagingSystem(encoder, ZeroFilled()) for name in ("baseline", "student")}


@pytest.mark.parametrize(("pixels", "panels"), [([(3, 5)], 2), ([(0, 0), (3, 5), (15, 23)], 4)])
def test_each_pixel_has_a_panel_with_truth_and_all_systems(systems, pixels, panels):
    scene = torch.rand(8, 16, 24)
    figure = plots.spectra(systems, scene, WAVELENGTHS, pixels)
    assert len(figure.axes) == panels
    reconstructed = systems["student"](scene[None]).detach()[0]
    for ax, (row, column) in zip(figure.axes[1:], pixels, strict=True):
        assert list(ax.lines[0].get_xdata()) == list(WAVELENGTHS)
        assert ax.lines[0].get_ydata() == pytest.approx(scene[:, row, column].numpy())
        assert ax.lines[2].get_ydata() == pytest.approx(reconstructed[:, row, column].numpy())
        assert len(ax.lines) == 3


def test_legend_of_a_panel_has_the_angles(systems):
    scene = torch.rand(8, 16, 24)
    ax = plots.spectra(systems, scene, WAVELENGTHS, [(3, 5)]).axes[1]
    angle = spectral_angle(systems["baseline"](scene[None]).detach()[0], scene, (3, 5))
    assert ax.get_legend().get_texts()[0].get_text() == f"{angle:.1f}°"


def test_angle_is_that_of_the_pixel_alone_and_free_of_scale():
    scene = torch.zeros(2, 3, 3)
    scene[0] = 1.0
    other = scene.clone()
    other[:, 1, 2] = torch.tensor([2.0, 2.0])
    other[:, 0, 0] = torch.tensor([0.3, 0.0])
    assert spectral_angle(other, scene, (1, 2)) == pytest.approx(45)
    assert spectral_angle(other, scene, (0, 0)) == 0
