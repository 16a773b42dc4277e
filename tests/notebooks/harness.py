"""Run a notebook as papermill would, with other parameters, and ask it for values."""

import ast
import json
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from papermill.parameterize import parameterize_notebook

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def read(name):
    """Return a notebook with tags on every cell, as papermill wants it."""
    notebook = jupytext.read(NOTEBOOKS / f"{name}.md")
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    return notebook


def parameters(notebook):
    """Return the parameters of a notebook and their defaults.

    Raises:
        ValueError: if it has not exactly one cell tagged ``parameters``.
    """
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.tags]
    if len(cells) != 1:
        raise ValueError(f"{len(cells)} cells tagged 'parameters': must be 1")
    assignments = ast.parse(cells[0].source).body
    return {node.targets[0].id: ast.literal_eval(node.value) for node in assignments}


def parameterize(notebook, overrides):
    """Return the notebook with other parameters.

    Raises:
        ValueError: if one is unknown (papermill itself only warns).
    """
    known = parameters(notebook)
    unknown = sorted(set(overrides) - set(known))
    if unknown:
        raise ValueError(f"unknown parameter {unknown[0]!r}: known are {', '.join(known)}")
    notebook.metadata.setdefault("papermill", {})
    return parameterize_notebook(notebook, overrides, kernel_name="python3", language="python")


def execute(notebook, folder, expressions, **overrides):
    """Run a notebook in ``folder`` and return what the expressions are worth in the end.

    Args:
        notebook: from `read`.
        folder: the working directory.
        expressions: Python source by name, with values that JSON can hold.
        overrides: parameters.
    """
    notebook = parameterize(notebook, overrides)
    wanted = ", ".join(f"{name!r}: ({source})" for name, source in expressions.items())
    notebook.cells.append(
        nbformat.v4.new_code_cell(f"import json\nprint(json.dumps({{{wanted}}}))")
    )
    client = NotebookClient(notebook, timeout=240, kernel_name="python3")
    client.execute(cwd=str(folder), cleanup_kc=True)
    for cell in notebook.cells:
        errors = [o for o in cell.get("outputs", []) if o.get("name") == "stderr"]
        assert errors == [], "a notebook writes nothing to stderr"
    return json.loads(notebook.cells[-1].outputs[0].text)
