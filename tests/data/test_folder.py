"""Arrays in a folder: read as they are, or refused with what they must be."""

import numpy as np
import pytest
import torch

from kdci.data.folder import check_apart, data_folder, folder_images


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KDCI_DATA", str(tmp_path))
    (tmp_path / "set").mkdir()
    return tmp_path / "set"


def images(count=3):
    return folder_images("set", "train", count, channels=2, size=16)


def good():
    return np.random.default_rng(0).uniform(-1, 1, (5, 2, 16, 16))


def test_the_first_images_are_read(folder):
    np.save(folder / "train.npy", good().astype(np.float16))
    found = images()
    assert found.shape == (3, 2, 16, 16)
    assert found.dtype == torch.float32
    assert np.array_equal(found.numpy(), good().astype(np.float16)[:3].astype(np.float32))


def test_what_is_missing_is_named_with_where_to_put_it(folder):
    with pytest.raises(FileNotFoundError, match=r"set/train.npy'.*no such file: make train.npy"):
        images()


def test_the_place_is_data_unless_the_environment_names_another(monkeypatch, tmp_path):
    monkeypatch.delenv("KDCI_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    assert data_folder("set") == tmp_path / "data" / "set"


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (good()[:2], "must be at least 3 images"),
        (good()[..., :8], r"shape \(N, 2, 16, 16\)"),
        (good()[:, :1], r"shape \(N, 2, 16, 16\)"),
        ((100 * good()).astype(np.int16), "floats"),
        (2 * good(), r"must be in \[-1, 1\]"),
        (-1.5 * abs(good()), r"must be in \[-1, 1\]"),
        (good() * np.nan, "not finite"),
        (np.array([None]), "damaged"),
    ],
    ids=["few", "small", "channels", "integers", "range", "below", "nan", "objects"],
)
def test_what_does_not_fit_is_refused(folder, array, message):
    np.save(folder / "train.npy", array)
    with pytest.raises(ValueError, match=message):
        images()


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_an_archive_under_the_name_of_an_array_is_refused(folder, save):
    with (folder / "train.npy").open("wb") as file:
        save(file, images=good(), labels=np.zeros(5))
    with pytest.raises(ValueError, match=r"train.npy': an archive of 'images', 'labels'.*np.save"):
        images()


def splits(*seeds):
    made = (np.random.default_rng(seed).uniform(-1, 1, (3, 2, 16, 16)) for seed in seeds)
    return dict(zip(("train", "validation", "test"), map(torch.from_numpy, made), strict=True))


def test_one_image_in_two_splits_is_refused():
    check_apart("set", splits(0, 1, 2))
    with pytest.raises(ValueError, match=r"image 0 of test.npy is image 0 of train.npy"):
        check_apart("set", splits(0, 1, 0))
    one = splits(0, 1, 2)
    one["validation"][2] = one["train"][1]
    with pytest.raises(ValueError, match=r"image 2 of validation.npy is image 1 of train.npy"):
        check_apart("set", one)


def test_blank_images_may_be_in_two_splits():
    blank = splits(0, 1, 2)
    for images in blank.values():
        images[0] = 0
    check_apart("set", blank)


def test_a_damaged_file_is_refused(folder):
    np.save(folder / "train.npy", good())
    content = (folder / "train.npy").read_bytes()
    for damaged in (content[:100], b"", b"no array"):
        (folder / "train.npy").write_bytes(damaged)
        with pytest.raises(ValueError, match="damaged"):
            images()
