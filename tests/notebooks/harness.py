"""Run a notebook as papermill would, with other parameters, and ask it for values."""

import json

import nbformat
from nbclient import NotebookClient

from kdci.notebook import NOTEBOOKS, parameterized
from kdci.notebook import parameters_of as parameters
from kdci.notebook import read_notebook as read

__all__ = ["NOTEBOOKS", "execute", "parameters", "read"]


def execute(notebook, folder, expressions, **overrides):
    """Run a notebook in ``folder`` and return what the expressions are worth in the end.

    Args:
        notebook: from `read`.
        folder: the working directory.
        expressions: Python source by name, with values that JSON can hold.
        overrides: parameters.
    """
    notebook = parameterized(notebook, overrides)
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
