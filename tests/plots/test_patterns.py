import pytest
import torch

from kdci import Bipolar, SPCEncoder, plots
from kdci.decoders import ZeroFilled
from kdci.evidence import Numbers
from kdci.systems import ImagingSystem
from tests.results import made_up


def test_photographs_stand_above_their_energy():
    figure = plots.example_photographs(torch.rand(5, 1, 16, 24), count=3)
    assert len(figure.axes) == 6
    shown = [ax.images[0].get_array() for ax in figure.axes]
    assert {picture.shape for picture in shown} == {(16, 24)}
    assert shown[3].argmax() == 0  # the mean of a photograph


def test_coverages_are_drawn_for_each_system():
    system = ImagingSystem(SPCEncoder((16, 24), Bipolar(5)), ZeroFilled())
    figure = plots.frequency_coverages(dict.fromkeys(("baseline", "student"), system))
    drawn = [ax for ax in figure.axes if ax.images]
    assert [ax.get_title() for ax in drawn] == ["E2E baseline", "student"]
    assert drawn[0].images[0].get_array().sum() == pytest.approx(5)


def result(system, seed, psnr, condition):
    return made_up(system, seed, [psnr], 10, encoder={"condition_number": condition})


def test_a_dot_a_seed_is_drawn_over_its_condition_number():
    results = [
        result("student", 1, 26, 3),
        result("student", 0, 25, 4),
        result("baseline", 0, 24, 9),
    ]
    figure = plots.psnr_over_condition(
        Numbers(results), ["baseline", "student"], [10], ["one tenth"]
    )
    (panel,) = figure.axes
    assert panel.get_title(loc="left") == "one tenth"
    assert panel.lines[1].get_xydata().tolist() == [[4, 25], [3, 26]]
