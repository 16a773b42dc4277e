"""Notebooks for students: valid, without outputs, and they run once the solutions are pasted in."""

import json

import nbformat
import pytest
from nbclient import NotebookClient

from kdci.classroom import notebooks, regions
from tests.classroom.answers import COURSE

SECONDS = 60
"""That a cell may take, on one core."""
sets = pytest.mark.parametrize("one", COURSE.sets, ids=lambda one: one.name)


def codes(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@sets
@pytest.mark.parametrize("make", [notebooks.student, notebooks.grader, notebooks.instructor])
def test_a_notebook_is_valid_and_has_no_outputs(one, make):
    notebook = make(one)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert all(not cell.outputs and cell.execution_count is None for cell in codes(notebook))
    assert json.dumps(notebook) == json.dumps(make(one))  # the same source is the same file


@sets
def test_a_grade_is_given_once_for_each_exercise(one):
    graded = [cell.metadata.nbgrader for cell in notebooks.grader(one).cells if cell.metadata]
    assert len({cell.grade_id for cell in graded}) == len(graded)
    assert sum(cell.get("points", 0) for cell in graded) == len(one.exercises)


@sets
def test_the_instructor_sees_what_the_student_does_not(one):
    text = json.dumps(notebooks.instructor(one))
    assert text.count("**Solution.**") == text.count("**Marking.**") == len(one.exercises)
    wrong = sum(len(exercise.wrong) for exercise in one.exercises)
    assert text.count("**A common mistake:**") == wrong
    assert "BEGIN SOLUTION" not in text
    assert "YOUR CODE HERE" not in text


@sets
def test_each_answer_takes_the_place_of_its_task(one):
    sources = [cell.source for cell in notebooks.solved(one).cells]
    answers = [a.source for exercise in one.exercises for a in exercise.of("answer")]
    assert [answer for answer in answers if regions.whole(answer) not in sources] == []
    assert not any("YOUR CODE HERE" in source and "def " in source for source in sources)


@pytest.mark.slow
@pytest.mark.parametrize(
    "one", [one for one in COURSE.sets if one.is_code], ids=lambda one: one.name
)
def test_it_runs_from_top_to_bottom_with_the_solutions(one, tmp_path):
    client = NotebookClient(notebooks.solved(one), timeout=SECONDS, kernel_name="python3")
    notebook = client.execute(cwd=str(tmp_path), cleanup_kc=True)
    said = "".join(output.get("text", "") for cell in codes(notebook) for output in cell.outputs)
    assert said.count("Passed: ") == sum(exercise.is_code for exercise in one.exercises)


@pytest.mark.slow
def test_an_untouched_task_shows_a_message_and_no_traceback(tmp_path):
    notebook = notebooks.student(COURSE.sets[0])
    notebook.cells = notebook.cells[:8]
    client = NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", allow_errors=True)
    (output,) = codes(client.execute(cwd=str(tmp_path), cleanup_kc=True))[-1].outputs
    assert output.traceback == [
        "Not yet: budget_mask is not written yet: put your own lines in the place of "
        "`raise NotImplementedError()`."
    ]
