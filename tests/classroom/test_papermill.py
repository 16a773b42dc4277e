"""The same answers once more, each in a notebook that papermill runs: in a kernel of its own."""

import textwrap

import nbformat
import papermill
import pytest

from kdci.classroom import regions
from kdci.classroom.notebooks import KERNEL
from tests.classroom.answers import COURSE

pytestmark = pytest.mark.slow

TRIAL = """{answer}

try:
{check}
except NotYetError as message:
    print(f"Not yet: {{message}}")"""
"""A cell with an answer and the check, which says what is wrong and lets the next cell be run."""
UNTOUCHED = "is not written yet: put your own lines"


def answers(exercise):
    """Yield each answer to an exercise, and what must be said of it."""
    yield regions.whole(exercise.text("answer")), "Passed: "
    yield regions.stripped(exercise.text("answer")), UNTOUCHED
    for wrong in exercise.wrong:
        yield wrong.code, wrong.says


def cells(exercise):
    """Yield the set-up, and then a cell for each answer, which knows what must be said of it."""
    yield nbformat.v4.new_code_cell(exercise.text("setup"), metadata={"tags": []})
    check = textwrap.indent(regions.whole(exercise.text("check")), "    ")
    for answer, says in answers(exercise):
        yield nbformat.v4.new_code_cell(
            TRIAL.format(answer=answer, check=check),
            metadata={"tags": [], "of": exercise.name, "says": says},
        )


@pytest.mark.parametrize(
    "one", [one for one in COURSE.sets if one.is_code], ids=lambda one: one.name
)
def test_papermill_runs_every_answer_and_each_is_told_what_it_must_be(one, tmp_path):
    first = nbformat.v4.new_code_cell("from kdci.classroom.not_yet import NotYetError")
    coding = [exercise for exercise in one.exercises if exercise.is_code]
    trials = [cell for exercise in coding for cell in cells(exercise)]
    notebook = nbformat.v4.new_notebook(
        cells=[first, *trials], metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    first.metadata["tags"] = []
    nbformat.write(notebook, tmp_path / "trials.ipynb")
    made, done = (str(tmp_path / name) for name in ("trials.ipynb", "done.ipynb"))
    papermill.execute_notebook(made, done, kernel_name="python3", progress_bar=False)
    told = [cell for cell in nbformat.read(done, as_version=4).cells if "says" in cell.metadata]
    assert len(told) == len(trials) - len(coding)
    for cell in told:
        said = "".join(output.get("text", "") for output in cell.outputs)
        assert cell.metadata["says"] in said, cell.source
        assert ("Passed: " in said) == (cell.metadata["says"] == "Passed: "), cell.source
