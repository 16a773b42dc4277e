"""Typical differences are told in words."""

import pytest
import torch

from kdci.classroom.diagnosis import close, explain

X = torch.randn(2, 5, 5, generator=torch.Generator().manual_seed(0))
Z = torch.randn(4, 6, generator=torch.Generator().manual_seed(1), dtype=torch.complex64)


@pytest.mark.parametrize(
    ("found", "wanted", "words"),
    [
        (-X, X, "sign is the opposite"),
        (Z.conj(), Z, "conjugate missing"),
        (Z.real, Z, "Only the real part"),
        (X.mT, X, "Rows and columns are exchanged"),
        (X.flip(-2), X, "upside down"),
        (X.flip(-1), X, "mirrored"),
        (X.roll((2, 2), (-2, -1)), X, "shifted by half its size"),
        (X.roll(1, -2), X, "off by one row."),
        (X.roll(-1, -1), X, "off by one column"),
        (5 * X, X, "the root of the number of pixels"),
        (X / 25, X, "the factor is the number of pixels"),
        (3 * X, X, "3 times what it must be"),
        (X + 1, X, "by the same number everywhere"),
        (0 * X, X, "zero everywhere"),
        (X / 0, X, "not finite"),
        (X + torch.arange(5), X, "The largest difference is 4"),
    ],
)
def test_a_difference_is_explained(found, wanted, words):
    assert not close(found, wanted)
    assert words in explain(found, wanted)


def test_rounding_is_no_difference():
    assert close(X * (1 + 1e-6), X)
    assert not close(X[0], X)
