"""IDX files: read as they are, or refused with the file, what is wrong with it and the remedy."""

import gzip
import hashlib
import io
import pickle
import re
import zipfile

import numpy as np
import pytest

from kdci.data.idx import read_idx

IMAGES = np.random.default_rng(0).integers(256, size=(5, 7, 6)).astype(np.uint8)
HEADER = bytes.fromhex("00000803 00000005 00000007 00000006")
CONTENT = HEADER + IMAGES.tobytes()
PACKED = gzip.compress(CONTENT)
LABELS = bytes.fromhex("00000801 00000005") + bytes(range(5))
OTHER = bytes.fromhex("00000803 00000005 00000006 00000007") + IMAGES.tobytes()


def read(path):
    return read_idx(path, IMAGES.shape, hashlib.sha256(CONTENT).hexdigest())


@pytest.mark.parametrize("content", [CONTENT, PACKED], ids=["plain", "gzip"])
def test_values_are_read_in_order(content, tmp_path):
    path = tmp_path / "any name"
    path.write_bytes(content)
    np.testing.assert_array_equal(read(path), IMAGES)


def zipped():
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as file:
        file.writestr("images", CONTENT)
    return buffer.getvalue()


def numpy_file():
    np.save(buffer := io.BytesIO(), IMAGES)
    return buffer.getvalue()


DAMAGES = {
    "empty": (b"", "is empty"),
    "gzip of nothing": (gzip.compress(b""), "begins with 0x:"),
    "truncated gzip": (PACKED[:-30], "gzip data are damaged or cut off"),
    "gzip without its checksum": (PACKED[:-8], "gzip data are damaged or cut off"),
    "gzip with a wrong checksum": (PACKED[:-8] + bytes(8), "gzip data are damaged or cut off"),
    "gzip with a wrong header": (b"\x1f\x8b" + bytes(40), "gzip data are damaged or cut off"),
    "gzip in gzip": (gzip.compress(PACKED), "begins with 0x1f8b"),
    "wrong magic": (b"\0\0\x0d\3" + CONTENT[4:], "begins with 0x00000d03: .* 0x00000803"),
    "labels": (LABELS, re.escape("has 1 dimensions (images have 3, labels 1)")),
    "zero images": (HEADER[:4] + bytes(4) + HEADER[8:], re.escape("holds nothing, (0, 7, 6)")),
    "wrong byte order": (CONTENT[3::-1] + CONTENT[4:], "bytes are in the wrong order"),
    "sizes in the wrong byte order": (
        CONTENT[:4] + np.frombuffer(HEADER[4:], ">u4").astype("<u4").tobytes() + CONTENT[16:],
        "sizes are in the wrong byte order",
    ),
    "pickle": (pickle.dumps(IMAGES), "is a pickle"),
    "NumPy file": (numpy_file(), "is a NumPy file"),
    "zip archive": (zipped(), "is a zip archive"),
    "HTML page": (b"\n<!DOCTYPE html><title>404</title>", "is an HTML or XML page"),
    "trailing bytes": (CONTENT + b"\0", "bytes follow the last value: must be 210 values"),
    "trailing bytes in gzip": (gzip.compress(CONTENT + b"\0"), "bytes follow the last value"),
    "too few bytes": (CONTENT[:-1], "values are missing: must be 210 values"),
    "no values": (HEADER, "values are missing"),
    "header cut off": (CONTENT[:15], "15 bytes: must be a header of 16 bytes"),
    "wrong sizes": (OTHER, re.escape("has another shape, (5, 6, 7): must be (5, 7, 6)")),
    "one bit flipped": (CONTENT[:-1] + bytes([CONTENT[-1] ^ 1]), "has another SHA-256"),
    "other images": (gzip.compress(HEADER + bytes(210)), "has another SHA-256"),
}


@pytest.mark.parametrize(("content", "problem"), DAMAGES.values(), ids=DAMAGES)
def test_damaged_or_odd_file_is_named_with_its_remedy(content, problem, tmp_path):
    path = tmp_path / "train-images-idx3-ubyte.gz"
    path.write_bytes(content)
    pattern = f"file={re.escape(repr(str(path)))}: .*{problem}.*: delete it and get it again"
    with pytest.raises(ValueError, match=pattern):
        read(path)


def test_folder_under_the_name_is_named(tmp_path):
    with pytest.raises(ValueError, match=re.escape(f"file={str(tmp_path)!r}: is a folder")):
        read(tmp_path)


def test_no_more_is_unpacked_than_the_file_can_hold(tmp_path, monkeypatch):
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(CONTENT + bytes(10**7)))
    sizes = []
    original = gzip.GzipFile.read
    monkeypatch.setattr(
        gzip.GzipFile, "read", lambda file, n=-1: sizes.append(n) or original(file, n)
    )
    with pytest.raises(ValueError, match="bytes follow the last value"):
        read(path)
    assert sizes == [len(CONTENT) + 1]
