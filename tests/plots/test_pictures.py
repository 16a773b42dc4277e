import pytest
import torch

from kdci import Binary, Bipolar, Budget, CASSIEncoder, MRIEncoder, Real, SPCEncoder, plots
from kdci.decoders import ZeroFilled
from kdci.plots.pictures import false_colour, pattern_picture, picture
from kdci.systems import ImagingSystem

ENCODERS = {
    "mri": MRIEncoder((16, 24), Budget(4)),
    "spc": SPCEncoder((16, 24), Bipolar(5)),
    "cassi": CASSIEncoder((16, 24), Binary(), bands=8),
    "cassi-coloured": CASSIEncoder((16, 24), Real(bands=8), bands=8),
}


@pytest.mark.parametrize("name", ENCODERS)
def test_pictures_are_gray_or_coloured_and_in_range(name):
    encoder = ENCODERS[name]
    image = torch.rand(encoder.image_shape) / 2
    for shown in (pattern_picture(encoder), picture(encoder, image)):
        assert shown.ndim == 2 or shown.shape[-1] == 3
        assert shown.min() >= 0
        assert shown.max() <= 1


def test_mosaic_has_the_first_nine_patterns_and_white_where_there_are_fewer():
    mosaic = pattern_picture(ENCODERS["spc"])
    assert mosaic.shape == (3 * 18, 3 * 26)
    second = ENCODERS["spc"].pattern.detach()[1].view(16, 24)
    torch.testing.assert_close(mosaic[1:17, 27:51], (second + 1) / 2)
    assert (mosaic[36:, :] == 1).all()


def test_long_wavelengths_are_red_and_short_ones_blue():
    bands = torch.zeros(8, 2, 2)
    bands[-1, 0, 0] = bands[0, 1, 1] = 1
    rgb = false_colour(bands)
    assert rgb[0, 0].argmax() == 0
    assert rgb[1, 1].argmax() == 2


@pytest.mark.parametrize("name", ENCODERS)
def test_systems_stand_side_by_side(name):
    encoder = ENCODERS[name]
    systems = {"teacher": ImagingSystem(encoder, ZeroFilled())}
    systems["student"] = systems["teacher"]
    bright = (1 + torch.rand(encoder.image_shape)) / 4  # so that its back-projection is, too
    figure = plots.side_by_side(systems, bright)
    assert len(figure.axes) == 8
    assert [ax.get_ylabel() for ax in figure.axes[::4]] == ["teacher", "student"]


@pytest.mark.parametrize("count", [3, 4, 5])
def test_the_truth_stands_beside_the_last_design(count):
    names = ["teacher", "student", "baseline", "dct", "random"][:count]
    systems = dict.fromkeys(names, ImagingSystem(ENCODERS["spc"], ZeroFilled()))
    figure = plots.designs(systems, (1 + torch.rand(1, 16, 24)) / 4)
    place = [bool(ax.images) for ax in figure.axes[-((count + 2) // 2) :]]
    assert place == sorted(place, reverse=True)
    (truth,) = [ax for ax in figure.axes if ax.get_title() == "ground truth"]
    assert figure.axes.index(truth) == len(figure.axes) - len(place) + sum(place) - 1


def test_phase_has_the_scale_of_its_colours():
    scale = plots.example_images(torch.rand(4, 2, 16, 16)).axes[-1]
    assert [label.get_text() for label in scale.get_xticklabels()] == ["\N{MINUS SIGN}π", "0", "π"]
    assert scale.get_xlim() == pytest.approx((-torch.pi, torch.pi))


def test_pictures_of_encoders_are_drawn():
    systems = {"student": ImagingSystem(ENCODERS["mri"], ZeroFilled())}
    density = plots.sampling_densities(systems).axes[0]
    assert density.lines[0].get_ydata().max() <= 100
    assert len(plots.point_spreads(systems).axes[0].images) == 1
    assert len(plots.gram_matrices(systems).axes[0].images) == 1
    values = plots.singular_value_curves(systems).axes[0].lines[0].get_ydata()
    assert (values[:96] == 1).all()
    assert (values[96:] == 0).all()
