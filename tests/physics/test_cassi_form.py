"""SD-CASSI's trilinear form: its partial gradients, their own gradients, and none in vain."""

import pytest
import torch

from kdci.physics import cassi_form
from kdci.physics.cassi_form import PartialGradient

BATCH, SNAPSHOTS, BANDS, HEIGHT, WIDTH = 2, 3, 4, 2, 5


def three(dtype=torch.float64):
    """Return random scenes, apertures and measurements."""
    sizes = (
        (BATCH, BANDS, HEIGHT, WIDTH),
        (SNAPSHOTS, BANDS, HEIGHT, WIDTH),
        (BATCH, SNAPSHOTS, HEIGHT, WIDTH + BANDS - 1),
    )
    generator = torch.Generator().manual_seed(0)
    return [torch.randn(size, dtype=dtype, generator=generator) for size in sizes]


def form(scenes, aperture, measurements):
    """Return the form from its definition."""
    windows = [measurements[..., band : band + WIDTH] for band in range(BANDS)]
    terms = (
        measured * aperture[:, band] * scenes[:, None, band]
        for band, measured in enumerate(windows)
    )
    return sum(term.sum() for term in terms)


@pytest.mark.parametrize("missing", range(3), ids=["scenes", "aperture", "measurements"])
class TestPartialGradient:
    def test_is_that_of_the_form(self, missing):
        values = [value.requires_grad_() for value in three()]
        (wanted,) = torch.autograd.grad(form(*values), values[missing])
        values[missing] = None
        found = PartialGradient.apply(*values)
        torch.testing.assert_close(found, wanted)
        assert found.is_contiguous()

    def test_has_gradients_of_first_and_second_order(self, missing):
        values = three()
        values[missing] = None
        given = [value.requires_grad_() for value in values if value is not None]

        def function(*pair):
            pair = list(pair)
            pair.insert(missing, None)
            return PartialGradient.apply(*pair)

        assert torch.autograd.gradcheck(function, given)
        assert torch.autograd.gradgradcheck(function, given)

    def test_of_two_precisions_has_the_higher(self, missing):
        values = three(torch.float32)
        values[missing] = None
        first = next(i for i, value in enumerate(values) if value is not None)
        low = PartialGradient.apply(*values)
        values[first] = values[first].double()
        high = PartialGradient.apply(*values)
        assert (low.dtype, high.dtype) == (torch.float32, torch.float64)
        torch.testing.assert_close(high.float(), low)


@pytest.mark.parametrize("needed", [0, 1], ids=["scenes", "aperture"])
def test_only_the_gradient_that_is_needed_is_computed(needed, monkeypatch):
    computed = []

    def noted(name):
        function = getattr(cassi_form, name)
        return lambda *given: computed.append(name) or function(*given)

    for name in ("_to_scenes", "_to_aperture"):
        monkeypatch.setattr(cassi_form, name, noted(name))
    scenes, aperture, _ = three()
    (scenes, aperture)[needed].requires_grad_()
    PartialGradient.apply(scenes, aperture, None).sum().backward()
    assert computed == [("_to_scenes", "_to_aperture")[needed]]
