"""Condition number and coherence at the sizes of use: exact at 16 x 16, quick at 64 x 64."""

import time

import pytest
import torch

from kdci import Binary, Bipolar, Budget, MRIEncoder, OneBand, Real, SoftBudget
from kdci.designs import cassi, filter_array, mri, spc
from kdci.encoders import CASSIEncoder, FilterArrayEncoder, SPCEncoder
from kdci.encoders.spc import patterns_for
from kdci.metrics.encoders import coherence, condition_number
from tests.metrics.encoders.explicit import explicit_coherence, explicit_condition_number, matrix

pytestmark = pytest.mark.slow

TOLERANCE, LIMIT_S = 1e-4, 2.0
RATIO, BANDS = 0.1, 8


def encoders(shape):
    """Yield encoders by name: every fixed design, and random patterns."""
    for name, design in mri.FIXED.items():
        yield f"mri-{name}", MRIEncoder(shape, Real(), design(shape, 8))
    for constraint in (Budget(4), SoftBudget(4), Real()):
        name = type(constraint).__name__.lower()
        yield f"mri-{name}", MRIEncoder(shape, constraint, torch.randn(shape))
    rows = patterns_for(RATIO, shape)
    for name, design in spc.FIXED.items():
        yield f"spc-{name}", SPCEncoder(shape, Real(-8, 8, rows), design(shape, rows))
    for constraint in (Bipolar(rows), Binary(rows), Real(-1, 1, rows)):
        yield f"spc-{type(constraint).__name__.lower()}", SPCEncoder(shape, constraint)
    for name, design in cassi.FIXED.items():
        yield f"cassi-{name}", CASSIEncoder(shape, Binary(2), BANDS, design(shape, 2))
    for constraint in (Binary(), Real(-1, 1, 3), Real(patterns=2, bands=BANDS)):
        words = type(constraint).__name__, constraint.patterns, constraint.bands
        yield "cassi-" + "-".join(map(str, words)).lower(), CASSIEncoder(shape, constraint, BANDS)
    for name, design in filter_array.FIXED.items():
        yield f"filters-{name}", FilterArrayEncoder(shape, OneBand(), latent=design())
    for tile in (4, 5, max(shape)):
        yield f"filters-real-{tile}", FilterArrayEncoder(shape, Real(bands=BANDS), BANDS, tile)


torch.manual_seed(0)
SMALL, OF_USE = (dict(encoders((side, side))) for side in (16, 64))


@pytest.mark.parametrize("name", SMALL)
def test_measures_are_those_of_the_explicit_matrix(name):
    a = matrix(SMALL[name])
    wanted = explicit_coherence(a)
    found = coherence(SMALL[name])
    assert found.mutual == pytest.approx(wanted.mutual, rel=TOLERANCE)
    assert found.average == pytest.approx(wanted.average, rel=TOLERANCE)
    number = condition_number(SMALL[name])
    assert number == pytest.approx(explicit_condition_number(a), rel=TOLERANCE)


@pytest.mark.parametrize("name", OF_USE)
def test_measures_take_little_time(name):
    """Both together, with one thread: its own time, whatever else the machine does."""
    assert torch.get_num_threads() == 1
    start = time.process_time()
    condition_number(OF_USE[name])
    coherence(OF_USE[name])
    assert time.process_time() - start < LIMIT_S
