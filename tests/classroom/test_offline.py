"""The archive is used as its READ-ME.txt says, in a namespace without a network."""

import subprocess
import sys

import pytest

from kdci.classroom import notebooks
from tests.classroom.answers import COURSE
from tools.classroom_archive import HOW
from tools.classroom_offline import ALONE, commands

SAYS = "from tools.classroom_offline import is_alone; print(is_alone())"


def test_the_commands_are_those_of_the_archive():
    environment, install = commands(HOW)
    assert environment == ["python3", "-m", "venv", "classroom"]
    assert install[:5] == ["classroom/bin/python", "-m", "pip", "install", "--no-index"]


def test_an_archive_that_does_not_say_how_is_refused():
    with pytest.raises(ValueError, match="must say how to install"):
        commands("Good luck.\n    classroom/bin/jupyter lab student\n")


def test_in_the_namespace_there_is_the_loopback_alone():
    alone = ["unshare", "-rn", "sh", "-c", ALONE, "sh", sys.executable, "-c", SAYS]
    try:
        done = subprocess.run(alone, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine has no unshare, or does not allow it")
    assert done.stdout == "True\n"


def test_solutions_are_pasted_into_the_notebook_that_is_given():
    (one,) = (one for one in COURSE.sets if one.name == "lab-2")
    given = notebooks.student(one)
    given.cells[0].source = "Mine"
    pasted = notebooks.pasted(given, one)
    assert pasted.cells[0].source == "Mine"
    assert pasted.cells[1:] == notebooks.solved(one).cells[1:]
