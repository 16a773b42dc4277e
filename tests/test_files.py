"""Files are whole or not there, and a folder that cannot be written is named."""

import os
import tempfile

import pytest

from kdci import files


def fail(error):
    def raise_error(*args, **kwargs):
        raise error

    return raise_error


def test_content_is_written_into_a_folder_that_is_made(tmp_path):
    path = tmp_path / "new" / "folder" / "file.bin"
    assert files.write_bytes(str(path), b"\0\r\n\xff") == path
    assert path.read_bytes() == b"\0\r\n\xff"
    assert path.stat().st_mode & 0o777 == 0o644


def test_text_is_utf_8_with_its_line_ends_as_they_are(tmp_path):
    path = files.write_text(tmp_path / "file.txt", "20 µT\n80 ms\r\n")
    assert path.read_bytes() == b"20 \xc2\xb5T\n80 ms\r\n"


def test_old_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    path = files.write_text(tmp_path / "file.txt", "a long old text")
    files.write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()], ids=repr)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_failure_midway_leaves_the_old_file_and_no_temporary_one(
    tmp_path, monkeypatch, error, step
):
    path = files.write_text(tmp_path / "file.txt", "old")
    target = files.Path if step == "replace" else os
    with monkeypatch.context() as patch:
        patch.setattr(target, step, fail(error))
        with pytest.raises(type(error)):
            files.write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_failure_midway_leaves_no_file_where_there_was_none(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", fail(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        files.write_bytes(tmp_path / "file.bin", b"new")
    assert not list(tmp_path.iterdir())


def test_content_is_on_the_disk_before_it_takes_the_name(tmp_path, monkeypatch):
    path, seen = tmp_path / "file.txt", []
    monkeypatch.setattr(os, "fsync", lambda handle: seen.append((os.fstat(handle), path.exists())))
    files.write_text(path, "new")
    ((status, existed),) = seen
    assert status.st_size == 3
    assert status.st_ino == path.stat().st_ino
    assert not existed


def test_writable_folder_is_made_and_left_empty(tmp_path):
    folder = tmp_path / "new" / "folder"
    assert files.check_writable(str(folder)) == folder
    assert not list(folder.iterdir())


@pytest.mark.parametrize("below", ["file", "file/folder", "file/folder/folder"])
def test_folder_that_cannot_be_made_is_named(tmp_path, below):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    folder = tmp_path / below
    with pytest.raises(PermissionError, match=f"folder '{folder}' cannot be written"):
        files.check_writable(folder)
    with pytest.raises(PermissionError, match=f"folder '{folder}' cannot be written"):
        files.write_text(folder / "new.txt", "new")


def test_read_only_folder_is_named_with_the_reason(tmp_path, monkeypatch):
    read_only = OSError(30, "Read-only file system")
    monkeypatch.setattr(tempfile, "TemporaryFile", fail(read_only))
    with pytest.raises(PermissionError, match=rf"'{tmp_path}'.*\(Read-only file system\)"):
        files.write_text(tmp_path / "file.txt", "new")
    assert not list(tmp_path.iterdir())


def test_sha256_is_the_known_one():
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert files.sha256(b"abc") == expected
