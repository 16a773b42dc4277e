"""The official files: where they are looked for, and what is known of them."""

import gzip
import re

import numpy as np
import pytest

from kdci.data import fashion_mnist_files
from kdci.data.fashion_mnist_files import FILES, official, official_file
from tests.data.official import idx, small_arrays, small_files

NAME = "t10k-images-idx3-ubyte"


@pytest.fixture
def places(tmp_path, monkeypatch):
    """Make the three places empty, and let the small files be the official ones."""
    monkeypatch.setenv("KDCI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KDCI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(fashion_mnist_files, "DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(fashion_mnist_files, "FILES", small_files()[1])
    monkeypatch.setattr(fashion_mnist_files, "SOURCE", "http://127.0.0.1:9")
    folders = fashion_mnist_files.places()
    for folder in folders:
        folder.mkdir(parents=True)
    return folders


def test_the_official_files_are_four():
    shapes = {name: file.shape for name, file in FILES.items()}
    assert shapes == {
        "train-images-idx3-ubyte": (60000, 28, 28),
        "train-labels-idx1-ubyte": (60000,),
        "t10k-images-idx3-ubyte": (10000, 28, 28),
        "t10k-labels-idx1-ubyte": (10000,),
    }
    assert all(len(file.sha256) == 64 and len(file.md5) == 32 for file in FILES.values())


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("place", range(3))
def test_file_is_found_in_each_place(place, name, places):
    (places[place] / f"{name}.gz").write_bytes(small_files()[0][name])
    np.testing.assert_array_equal(official(name), small_arrays()[name])


def test_file_may_be_unpacked(places):
    (places[0] / NAME).write_bytes(gzip.decompress(small_files()[0][NAME]))
    np.testing.assert_array_equal(official(NAME), small_arrays()[NAME])


def test_earlier_place_comes_first(places):
    for place in places[::-1]:
        (place / f"{NAME}.gz").write_bytes(b"")
        assert official_file(NAME).parent == place


def test_given_folder_is_the_only_one(places, tmp_path):
    (places[0] / f"{NAME}.gz").write_bytes(small_files()[0][NAME])
    with pytest.raises(FileNotFoundError, match=r"folder='.*given': no t10k-images.*Debian"):
        official(NAME, tmp_path / "given")
    np.testing.assert_array_equal(official(NAME, places[0]), small_arrays()[NAME])


@pytest.mark.usefixtures("places")
def test_file_that_cannot_be_fetched_is_named_with_the_remedies(tmp_path):
    remedy = f"put .*train-labels-idx1-ubyte.gz.* in {str(tmp_path / 'data' / 'fashion-mnist')!r}"
    with pytest.raises(ConnectionError, match=f"{NAME}.gz.* not fetched.*{remedy}.*Debian"):
        official(NAME)


def test_file_that_is_nowhere_is_fetched_to_the_cache(places, monkeypatch):
    def fetch(url, path, known_hash, remedy):
        assert url == f"http://127.0.0.1:9/{NAME}.gz"
        assert known_hash == f"md5:{small_files()[1][NAME].md5}"
        path.write_bytes(small_files()[0][NAME])
        return path

    monkeypatch.setattr(fashion_mnist_files, "fetch", fetch)
    np.testing.assert_array_equal(official(NAME), small_arrays()[NAME])
    assert official_file(NAME).parent == places[2]


def test_labels_under_the_name_of_images_are_refused(places):
    labels = idx(small_arrays()["t10k-labels-idx1-ubyte"])
    (places[0] / f"{NAME}.gz").write_bytes(gzip.compress(labels))
    with pytest.raises(ValueError, match=re.escape("has 1 dimensions (images have 3")):
        official(NAME)


def test_images_of_the_other_split_are_refused(places):
    (places[0] / f"{NAME}.gz").write_bytes(small_files()[0]["train-images-idx3-ubyte"])
    with pytest.raises(ValueError, match=re.escape("(40, 28, 28): must be (20, 28, 28)")):
        official(NAME)


def test_without_a_cache_files_are_fetched_to_the_folder_of_the_data(places, monkeypatch):
    monkeypatch.setattr(fashion_mnist_files, "cache_folder", lambda: None)
    assert fashion_mnist_files.places() == (places[0], places[1], places[0])
    targets = []
    monkeypatch.setattr(fashion_mnist_files, "fetch", lambda url, path, *_: targets.append(path))
    official_file(NAME)
    assert targets == [places[0] / f"{NAME}.gz"]
