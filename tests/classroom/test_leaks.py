"""No file of a student tells a solution; five kinds of planted ones are found."""

import copy

import pytest

from kdci.classroom import notebooks
from kdci.classroom.leaks import leaks, secrets
from tests.classroom.answers import COURSE

ONE = COURSE.sets[0]
MASK = ONE.exercises[0]
LINE = "order = torch.argsort(scores.flatten(), descending=True, stable=True)"


TOLD = {secret for exercise in COURSE.exercises for secret in secrets(exercise)}


def told(one):
    return {secret for exercise in one.exercises for secret in secrets(exercise)}


@pytest.mark.parametrize("one", COURSE.sets, ids=lambda one: one.name)
def test_a_student_notebook_tells_nothing(one):
    assert leaks(notebooks.student(one), TOLD) == set()


def test_the_instructors_notebook_tells_all():
    assert leaks(notebooks.instructor(ONE), told(ONE)) == told(ONE)


def in_source(notebook):
    notebook.cells[2].source += f"\n    {LINE}"


def in_a_comment(notebook):
    notebook.cells[3].source += f"\n# try: {LINE}"


def in_an_output(notebook):
    output = {"output_type": "stream", "name": "stdout", "text": f"{LINE}\n"}
    notebook.cells[3]["outputs"] = [output]


def in_metadata(notebook):
    notebook.cells[1].metadata["solution"] = {"code": LINE}


def nearly(notebook):
    notebook.cells[
        3
    ].source += "\nplaces = torch.argsort(scores.flatten(),descending = True,stable=True)"


def in_words(notebook):
    notebook.cells[
        1
    ].source += "\n\nSorting the positions spends the budget exactly, whatever they are."


@pytest.mark.parametrize(
    "plant", [in_source, in_a_comment, in_an_output, in_metadata, nearly, in_words]
)
def test_a_planted_leak_is_found(plant):
    notebook = copy.deepcopy(notebooks.student(ONE))
    plant(notebook)
    assert len(leaks(notebook, secrets(MASK))) == 1
