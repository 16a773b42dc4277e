"""A notebook is run with parameters that it has, from wherever one is."""

import sys

import nbformat
import pytest

from kdci import notebook
from kdci.classroom.page import FRONT_MATTER
from kdci.cli import main
from kdci.notebook import NOTEBOOKS, parameters_of, read_notebook, run_notebook, values_of

SMALL = f"""{FRONT_MATTER}
```{{code-cell}} ipython3
:tags: [parameters]

acceleration = 8  # released: 4, 8
snr_db = None
```

```{{code-cell}} ipython3
print(1 / acceleration, snr_db)
```
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "pages/figures").mkdir(parents=True)
    (tmp_path / "pages/figures/small.md").write_text(SMALL, encoding="utf-8")
    monkeypatch.setattr(notebook.run_notebook, "__defaults__", (tmp_path / "pages",))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words):
    return main(["notebook", "run", *map(str, words)])


def said_by(path):
    return nbformat.read(path, as_version=4).cells[-1].outputs[0].text


def test_a_notebook_is_run_with_other_parameters(folder, capfd):
    assert run("small", "-p", "acceleration", 2, "-p", "snr_db", "1.5e+1", "-o", "out/x.ipynb") == 0
    said = capfd.readouterr()
    assert said.out == f"{folder / 'out/x.ipynb'}\n"
    assert "WARNING" not in said.err  # of the kernel, which writes there itself
    assert said_by(folder / "out/x.ipynb") == "0.5 15.0\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["small", "-p", "accelaration", 4], "unknown parameter 'accelaration': known are acceler"),
        (["smal"], "notebook='smal': must be one of 'small'"),
        (["small", "-p", "snr_db", 1, "-p", "snr_db", 2], "parameter 'snr_db': is there twice"),
        (["small", "-p", "snr_db", "[1"], "parameter 'snr_db'='[1': is not YAML"),
    ],
)
def test_what_a_notebook_does_not_have_is_refused_before_it_is_run(folder, capsys, words, message):
    assert run(*words) == 2
    assert message in capsys.readouterr().err
    assert not list(folder.glob("*.ipynb"))


def test_a_cell_that_fails_is_named_in_one_line(folder, capsys):
    assert run("small", "-p", "acceleration", 0) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert "notebook='small': cell 3: ZeroDivisionError: division by zero: see " in said
    assert str(folder / "small.ipynb") in said


@pytest.mark.parametrize("missing", ["papermill", "jupytext"])
def test_without_the_books_packages_it_is_said_how_to_install_them(folder, monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ModuleNotFoundError, match=r"needs it: pip install -e '.\[book\]'"):
        run_notebook("small", {}, folder / "x.ipynb")


def test_values_are_read_as_yaml():
    said = [("a", "8"), ("b", "2.5"), ("c", "null"), ("d", "[4, 8]"), ("e", "true"), ("f", "x")]
    expected = {"a": 8, "b": 2.5, "c": None, "d": [4, 8], "e": True, "f": "x"}
    assert values_of(said) == expected


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.rglob("*.md")), ids=lambda path: path.stem)
def test_every_page_has_one_cell_of_parameters(path):
    assert parameters_of(read_notebook(path.stem))


@pytest.mark.parametrize("count", [0, 2])
def test_a_page_without_that_cell_is_refused(count):
    tags = {"tags": ["parameters"]}
    cells = [nbformat.v4.new_code_cell("a = 1", metadata=tags) for _ in range(count)]
    made = nbformat.v4.new_notebook(cells=cells)
    with pytest.raises(ValueError, match=f"{count} cells tagged 'parameters'"):
        parameters_of(made)
