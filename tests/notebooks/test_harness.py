import nbformat
import pytest

from tests.notebooks.harness import NOTEBOOKS, execute, parameters, read

ALL = sorted(path.stem for path in NOTEBOOKS.glob("*.md"))
OF_A_MODALITY = ["cassi", "encoders", "mri", "spc"]
"""They train; the others look at results of studies."""


def notebook(*cells):
    made = nbformat.v4.new_notebook()
    for source, tags in cells:
        made.cells.append(nbformat.v4.new_code_cell(source, metadata={"tags": tags}))
    return made


def test_parameters_reach_the_cells_after_them(tmp_path):
    made = notebook(("a = 1\nb = None", ["parameters"]), ("c = 2 * a", []))
    assert execute(made, tmp_path, {"c": "c", "b": "b"}, a=21) == {"c": 42, "b": None}


def test_warnings_on_stderr_are_an_error(tmp_path):
    made = notebook(("a = 1", ["parameters"]), ("import sys; print('oh', file=sys.stderr)", []))
    with pytest.raises(AssertionError, match="writes nothing to stderr"):
        execute(made, tmp_path, {"a": "a"})


@pytest.mark.parametrize("name", OF_A_MODALITY)
def test_notebooks_that_train_share_their_parameters(name):
    shared = {"seed", "retrain", "size", "snr_db"} | ({"steps"} if name != "encoders" else set())
    assert shared <= parameters(read(name)).keys()


@pytest.mark.parametrize("name", ALL)
def test_every_notebook_has_exercises_and_their_solutions(name):
    text = (NOTEBOOKS / f"{name}.md").read_text(encoding="utf-8")
    exercises = text.count("```{exercise-start}")
    assert exercises >= (3 if name in OF_A_MODALITY else 1)
    assert text.count("```{solution-start}") == exercises
    assert text.count("```{exercise-end}") == text.count("```{solution-end}") == exercises
    assert text.count(":class: dropdown") >= exercises


@pytest.mark.parametrize("name", ALL)
def test_every_notebook_says_where_its_numbers_come_from(name):
    assert any("footer(" in cell.source for cell in read(name).cells[-2:])


@pytest.mark.parametrize("name", ALL)
def test_every_notebook_checks_its_findings(name):
    assert any(f'evidence.check("{name}"' in cell.source for cell in read(name).cells[-2:])
