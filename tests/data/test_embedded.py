"""Embedded files: read, or refused by name."""

import re

import numpy as np
import pytest

from kdci import files
from kdci.data.embedded import embedded_arrays


@pytest.fixture
def path(tmp_path):
    np.savez(tmp_path / "some.npz", one=np.arange(3), two=np.array("text"))
    return tmp_path / "some.npz"


def test_arrays_are_read_by_name(path):
    arrays = embedded_arrays("some", path, files.sha256(path.read_bytes()))
    assert arrays["one"].tolist() == [0, 1, 2]
    assert arrays["two"].item() == "text"


def test_other_hash_is_refused(path):
    good = files.sha256(path.read_bytes())
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ValueError, match=re.escape(f"some={str(path)!r}: damaged: its SHA-256")):
        embedded_arrays("some", path, good)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"some=.*none\.npz.*install kdci again"):
        embedded_arrays("some", tmp_path / "none.npz", "")
