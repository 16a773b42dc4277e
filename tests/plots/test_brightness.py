import pytest
import torch

from kdci import Binary, CASSIEncoder, plots
from kdci.decoders import ZeroFilled
from kdci.systems import ImagingSystem


def test_each_system_has_a_panel_with_a_dot_for_each_scene():
    encoder = CASSIEncoder((16, 16), Binary(), bands=8)
    systems = {name: ImagingSystem(encoder, ZeroFilled()) for name in ("baseline", "student")}
    scenes = torch.rand(5, 8, 16, 16) * torch.arange(1, 6).view(5, 1, 1, 1) / 5
    panels = plots.brightness(systems, scenes).axes
    assert [ax.get_title() for ax in panels] == ["E2E baseline", "student"]
    line, dots = panels[0].lines
    assert list(line.get_xdata()) == list(line.get_ydata())
    assert dots.get_xdata() == pytest.approx(scenes.mean(dim=(1, 2, 3)).numpy())
    backprojected = systems["baseline"](scenes).detach().mean(dim=(1, 2, 3))
    assert dots.get_ydata() == pytest.approx(backprojected.numpy(), rel=1e-5)
