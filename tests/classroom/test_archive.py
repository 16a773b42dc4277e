"""The archive of a course: folders apart, the same bytes for the same files."""

import zipfile

from kdci.classroom.leaks import leaks, secrets
from tests.classroom.answers import COURSE
from tools.classroom import write_notebooks
from tools.classroom_archive import TOP, pack

FOLDERS = ("student", "instructor", "nbgrader")


def packed(tmp_path, name):
    write_notebooks(COURSE, tmp_path / "course")
    pack(tmp_path / "course", tmp_path / name)
    return tmp_path / name


def test_each_reader_has_a_folder(tmp_path):
    with zipfile.ZipFile(packed(tmp_path, "one.zip")) as course:
        names = set(course.namelist())
    folders = {f"{TOP}/{who}/{one.name}.ipynb" for one in COURSE.sets for who in FOLDERS}
    assert names == folders | {f"{TOP}/READ-ME.txt"}


def test_the_same_course_is_the_same_archive(tmp_path):
    first, second = (packed(tmp_path, name).read_bytes() for name in ("one.zip", "two.zip"))
    assert first == second


def test_what_students_get_tells_nothing(tmp_path):
    told = {secret for exercise in COURSE.exercises for secret in secrets(exercise)}
    with zipfile.ZipFile(packed(tmp_path, "one.zip")) as course:
        for name in course.namelist():
            if "/student/" in name or name.endswith(".txt"):
                assert leaks(course.read(name).decode(), told) == set()
