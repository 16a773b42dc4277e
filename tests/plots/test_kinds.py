"""A figure of one kind of encoder says so of a system that has another."""

import pytest

from kdci import Bipolar, Budget, ImagingSystem, MRIEncoder, UNet
from kdci.encoders import SPCEncoder
from kdci.plots import frequency_coverages, point_spreads, sampling_densities
from kdci.plots.kinds import encoders_of

SHAPE = (8, 8)
SYSTEMS = {
    "mri": ImagingSystem(MRIEncoder(SHAPE, Budget(4)), UNet(2, base=4, depth=1)),
    "spc": ImagingSystem(SPCEncoder(SHAPE, Bipolar(patterns=9)), UNet(1, base=4, depth=1)),
}


def test_encoders_of_one_kind_keep_their_names():
    encoder = SYSTEMS["mri"].encoder
    assert encoders_of(MRIEncoder, {"a": SYSTEMS["mri"]}) == {"a": encoder}


@pytest.mark.parametrize(
    ("plot", "wanted"),
    [
        (point_spreads, "MRIEncoder"),
        (sampling_densities, "MRIEncoder"),
        (frequency_coverages, "SPCEncoder"),
    ],
)
def test_a_system_of_another_kind_is_named(plot, wanted):
    with pytest.raises(TypeError, match=rf"systems\['\w+'\]: its encoder is .* must be {wanted}"):
        plot(SYSTEMS)
