"""The course: each exercise in one set."""

import shutil

import pytest

from kdci.classroom.course import FOLDER, read_course


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "classroom")


def test_an_exercise_in_no_set_is_named(folder):
    source = folder / "exercises" / "lab2-mask.md"
    shutil.copy(source, folder / "exercises" / "forgotten.md")
    with pytest.raises(ValueError, match=r"\['forgotten'\].*be in one set"):
        read_course(folder)


def test_an_exercise_without_a_file_is_named(folder):
    (folder / "exercises" / "lab2-mask.md").unlink()
    with pytest.raises(ValueError, match=r"\['lab2-mask'\].*must have a file"):
        read_course(folder)
