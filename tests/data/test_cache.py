"""The cache of images: made once, kept to 16 bits, and made anew when damaged."""

import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from kdci.data.cache import cache_folder, cached_images
from kdci.data.mni import brain_slices

calls = []


def noise(count, seed=0):
    calls.append((count, seed))
    images = torch.rand(count, 2, 16, 16, generator=torch.Generator().manual_seed(seed)) * 2 - 1
    images[0, 0, 0, :2] = torch.tensor([-1, 1])
    return images


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KDCI_CACHE", str(tmp_path / "cache"))
    calls.clear()
    return tmp_path / "cache"


def test_images_are_made_once(folder):
    first, second = (cached_images(noise, count=4, seed=1) for _ in range(2))
    assert torch.equal(first, second)
    assert calls == [(4, 1)]
    assert len(list(folder.iterdir())) == 1


def test_images_are_rounded_to_16_bits():
    images, exact = cached_images(noise, count=4), noise(4)
    levels = images.double() * 32767
    assert images.dtype == torch.float32
    assert (images - exact).abs().max() <= 0.5 / 32767 + 1e-7
    assert (levels - levels.round()).abs().max() < 0.01
    assert images[0, 0, 0, :2].tolist() == [-1, 1]


def test_other_arguments_are_other_images(folder):
    variants = [{"count": 4}, {"count": 4, "seed": 1}, {"count": 3}]
    images = [cached_images(noise, **arguments) for arguments in variants]
    assert len(calls) == len(list(folder.iterdir())) == 3
    assert not torch.equal(images[0], images[1])
    assert len(images[2]) == 3


def test_order_of_the_arguments_does_not_matter():
    cached_images(noise, count=4, seed=1)
    cached_images(noise, seed=1, count=4)
    assert len(calls) == 1


def test_other_function_of_the_same_module_has_its_own_images():
    def silence(count):
        return torch.zeros(count, 2, 16, 16)

    cached_images(noise, count=4)
    assert not cached_images(silence, count=4).any()


def test_changed_code_makes_the_images_anew(tmp_path, monkeypatch):
    cached_images(noise, count=4)
    changed = tmp_path / "changed.py"
    changed.write_bytes(Path(__file__).read_bytes() + b"# changed\n")
    monkeypatch.setattr(sys.modules[noise.__module__], "__file__", str(changed))
    cached_images(noise, count=4)
    assert len(calls) == 2


DAMAGES = {
    "empty": lambda content: b"",
    "no archive": lambda content: b"these are no images",
    "first bytes only": lambda content: content[:10],
    "cut in the middle": lambda content: content[: len(content) // 2],
    "last byte missing": lambda content: content[:-1],
    "bytes reversed": lambda content: content[:2000] + content[2000:2008][::-1] + content[2008:],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_file_is_made_anew(folder, damage):
    images = cached_images(noise, count=4)
    (path,) = folder.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    for _ in range(2):
        assert torch.equal(cached_images(noise, count=4), images)
    assert len(calls) == 2
    assert list(folder.iterdir()) == [path]


def test_archive_of_something_else_is_made_anew(folder):
    images = cached_images(noise, count=4)
    (path,) = folder.iterdir()
    np.savez(path, other=np.zeros(3))
    assert torch.equal(cached_images(noise, count=4), images)


def test_without_a_folder_that_can_be_made_images_are_made_each_time(tmp_path, monkeypatch):
    images = cached_images(noise, count=4)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("KDCI_CACHE", str(tmp_path / "file" / "cache"))
    for _ in range(2):
        assert torch.equal(cached_images(noise, count=4), images)
    assert len(calls) == 3


@pytest.mark.parametrize("error", [PermissionError, OSError], ids=["read-only", "full"])
def test_without_a_folder_that_can_be_written_images_are_made_each_time(folder, monkeypatch, error):
    def refuse(*_):
        raise error("no")

    monkeypatch.setattr("kdci.files.write_bytes", refuse)
    first, second = (cached_images(noise, count=4) for _ in range(2))
    assert torch.equal(first, second)
    assert len(calls) == 2
    assert not folder.exists()


def test_without_a_home_images_are_made_each_time(monkeypatch):
    images = cached_images(noise, count=4)

    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("KDCI_CACHE")
    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder() is None
    assert torch.equal(cached_images(noise, count=4), images)
    assert len(calls) == 2


@pytest.mark.parametrize("value", [None, ""])
def test_folder_is_in_the_home_unless_the_environment_says_another(tmp_path, monkeypatch, value):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert cache_folder() == tmp_path / "cache"
    if value is None:
        monkeypatch.delenv("KDCI_CACHE")
    else:
        monkeypatch.setenv("KDCI_CACHE", value)
    assert cache_folder() == tmp_path / ".cache" / "kdci"


def test_brain_slices_can_be_cached():
    arguments = {"split": "test", "count": 4, "size": 16}
    first, second = (cached_images(brain_slices, **arguments) for _ in range(2))
    assert torch.equal(first, second)
    torch.testing.assert_close(first, brain_slices(**arguments), atol=1 / 32767, rtol=0)
