"""A page of the book run again with other parameters, by papermill."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from kdci import checks, files

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
"""Where the notebooks lie in a clone of the repository, whichever folder one works in."""


def run_notebook(
    name: str, parameters: Mapping[str, Any], output: str | Path, folder: Path = NOTEBOOKS
) -> Path:
    """Execute a notebook with other parameters, and return where it is written, as .ipynb.

    Args:
        name: of the notebook, such as "mri".
        parameters: values by name; what is not said stays as the notebook has it.
        output: the file to write; what the notebook itself writes goes into its folder.
        folder: of the notebooks.

    Raises:
        ModuleNotFoundError: if papermill or jupytext is not installed; says how to install it.
        ValueError: if there is no such notebook, or it has no such parameter: with those known;
            or if a cell fails with these values.
        PermissionError: if the output's folder cannot be written, before anything is executed.
    """
    papermill = _module("papermill")
    notebook = read_notebook(name, folder)
    check_parameters(notebook, parameters)
    output = Path(output).absolute()
    files.check_writable(output.parent)
    try:
        papermill.execute_notebook(
            notebook,
            str(output),
            dict(parameters),
            kernel_name="python3",
            language="python",
            cwd=str(output.parent),
            extra_arguments=["--log-level=ERROR"],  # the kernel, which warns of its own transport
        )
    except papermill.PapermillExecutionError as error:
        found = f"cell {error.exec_count}: {error.ename}: {error.evalue}"
        raise ValueError(f"notebook={name!r}: {found}: see {output}") from error
    return output


def read_notebook(name: str, folder: Path = NOTEBOOKS) -> Any:
    """Return a notebook with tags on every cell, as papermill wants it.

    Raises:
        ValueError: if there is no such notebook: with those known.
    """
    known = {path.stem: path for path in sorted(folder.rglob("*.md"))}
    notebook = _module("jupytext").read(known[checks.one_of("notebook", name, known)])
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    return notebook


def parameters_of(notebook: Any) -> dict[str, Any]:
    """Return the parameters of a notebook and their defaults.

    Raises:
        ValueError: if it has not exactly one cell tagged ``parameters``.
    """
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.tags]
    if len(cells) != 1:
        raise ValueError(f"{len(cells)} cells tagged 'parameters': must be 1")
    assignments = ast.parse(cells[0].source).body
    return {
        target.id: ast.literal_eval(node.value)
        for node in assignments
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def check_parameters(notebook: Any, parameters: Mapping[str, Any]) -> None:
    """Check that a notebook has all these parameters; papermill itself only warns.

    Raises:
        ValueError: if it has not: with those known.
    """
    known = parameters_of(notebook)
    for name in parameters:
        if name not in known:
            raise ValueError(f"unknown parameter {name!r}: known are {', '.join(known)}")


def parameterized(notebook: Any, parameters: Mapping[str, Any]) -> Any:
    """Return a notebook with other values of its parameters, not executed.

    Raises:
        ValueError: if one is unknown.
    """
    check_parameters(notebook, parameters)
    notebook.metadata.setdefault("papermill", {})
    parameterize = _module("papermill.parameterize").parameterize_notebook
    return parameterize(notebook, parameters, kernel_name="python3", language="python")


def values_of(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the values that are said on a command line, in YAML: 8, 20.0, null, [1, 2].

    Raises:
        ValueError: if a name is there twice, or a value is not YAML.
    """
    values: dict[str, Any] = {}
    for name, text in pairs:
        if name in values:
            raise ValueError(f"parameter {name!r}: is there twice")
        try:
            values[name] = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise ValueError(f"parameter {name!r}={text!r}: is not YAML") from error
    return values


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = f"no module {error.name!r}: running a notebook needs it"
        raise ModuleNotFoundError(f"{missing}: pip install -e '.[book]'") from error
