"""Fashion-MNIST: reproducible, in range, official test images for tests alone, damage is named."""

import json
import re

import numpy as np
import pytest
import torch

from kdci.data import fashion_mnist as module
from kdci.data import fashion_mnist_files
from kdci.data.fashion_mnist import MOST, embedded, fashion_mnist
from tests.data.official import small_arrays, small_files

SPLITS = tuple(MOST)


@pytest.fixture
def few(tmp_path, monkeypatch):
    """Let a small set be the official one, and a smaller one be in the package."""
    packed, known = small_files()
    for name, content in packed.items():
        (tmp_path / f"{name}.gz").write_bytes(content)
    monkeypatch.setattr(fashion_mnist_files, "FILES", known)
    training, test = (small_arrays()[name] for name in module.OFFICIAL.values())
    own = {"train": (training, [3, 8, 5]), "validation": (training, [0, 7]), "test": (test, [9, 2])}
    arrays = {name: images[index].astype(np.uint8) for name, (images, index) in own.items()}
    places = {f"{name}_index": np.array(index) for name, (_, index) in own.items()}
    monkeypatch.setattr(module, "embedded", lambda: arrays | places)
    monkeypatch.setattr(module, "MOST", {"train": 38, "validation": 2, "test": 20})
    return tmp_path


def keys(images):
    return [image.numpy().tobytes() for image in images]


def test_package_has_images_of_each_split_below_4_megabytes():
    assert module.FILE.stat().st_size < 4e6
    shapes = {split: embedded()[split].shape for split in SPLITS}
    counts = {"train": 8000, "validation": 1000, "test": 1000}
    assert shapes == {split: (count, 28, 28) for split, count in counts.items()}
    metadata = json.loads(embedded()["metadata"].item())
    assert metadata["licence"] == "MIT, Copyright (c) 2017 Zalando SE"


def test_no_image_is_in_two_splits():
    places = np.concatenate([embedded()[f"{split}_index"] for split in ("train", "validation")])
    assert len(np.unique(places)) == len(places) == 9000
    assert 0 <= places.min() < places.max() < 60000
    assert len(np.unique(embedded()["test_index"])) == 1000


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("size", [28, 32])
def test_images_are_gray_and_in_range(split, size):
    images = fashion_mnist(split, 300, size)
    assert images.shape == (300, 1, size, size)
    assert images.dtype == torch.float32
    assert images.min() == 0
    assert 0.99 < images.max() <= 1
    assert 0.2 < images.mean() < 0.4  # of the whole data set: 0.286


def test_images_at_28_are_the_pixels():
    images = fashion_mnist("validation", 1000)
    assert sorted(keys((255 * images).round().byte())) == sorted(
        pixels.tobytes() for pixels in embedded()["validation"]
    )


def test_larger_images_are_interpolated_exactly():
    small, large = (fashion_mnist("test", 5, size).double() * 255 for size in (28, 32))
    places = (np.arange(32) + 0.5) * 28 / 32 - 0.5
    weights = np.maximum(0, 1 - abs(places.clip(0, 27)[:, None] - np.arange(28)))
    wanted = torch.from_numpy(weights) @ small.round() @ torch.from_numpy(weights.T)
    assert (large - wanted).abs().max() < 3e-5  # float32 of a value up to 255
    assert ((large * 256).round() - wanted * 256).abs().max() == 0


@pytest.mark.parametrize("split", SPLITS)
def test_same_arguments_give_the_same_images_in_an_order_of_the_seed(split):
    before = torch.get_rng_state()
    first, again, other = (fashion_mnist(split, 1000, seed=seed) for seed in (0, 0, 1))
    assert torch.equal(before, torch.get_rng_state())
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(first[:10], fashion_mnist(split, 10))


def test_more_images_come_from_the_official_files(few):
    training, test = (small_arrays()[name] for name in module.OFFICIAL.values())
    found = {
        split: (255 * fashion_mnist(split, count, folder=few)).round().byte()
        for split, count in module.MOST.items()
    }
    assert sorted(keys(found["test"])) == sorted(keys(torch.from_numpy(test).byte()))
    both = keys(found["train"]) + keys(found["validation"])
    assert sorted(both) == sorted(keys(torch.from_numpy(training).byte()))


def test_first_images_are_the_same_with_and_without_the_official_files(few):
    assert torch.equal(
        fashion_mnist("train", 3, folder=few / "missing"), fashion_mnist("train", 9, folder=few)[:3]
    )
    assert torch.equal(
        fashion_mnist("train", 9, folder=few), fashion_mnist("train", 20, folder=few)[:9]
    )


def test_missing_official_file_is_named(few):
    with pytest.raises(FileNotFoundError, match=r"no train-images-idx3-ubyte\.gz: put"):
        fashion_mnist("train", 4, folder=few / "missing")


def test_damaged_official_file_is_named(few):
    path = few / "train-images-idx3-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ValueError, match=re.escape(f"file={str(path)!r}: its gzip data")):
        fashion_mnist("train", 4, folder=few)


def test_counts_end_with_the_data_set():
    for split, most in {"validation": 1000, "test": 10000}.items():
        with pytest.raises(ValueError, match=f"must be an integer from 1 to {most} .*{split}"):
            fashion_mnist(split, most + 1)
