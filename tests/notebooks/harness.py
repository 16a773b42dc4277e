"""Run a notebook as papermill would, with other parameters, and ask it for values.

All notebooks of a test process run in one kernel, whose start and imports take longer than most of
them. Before each, its names are forgotten and its folder is changed. That a page needs nothing of
another one, the book's build shows: there each page has a kernel of its own.
"""

import atexit
import json
from functools import cache

import nbformat
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

from kdci.notebook import NOTEBOOKS, parameterized
from kdci.notebook import parameters_of as parameters
from kdci.notebook import read_notebook as read

__all__ = ["NOTEBOOKS", "execute", "parameters", "read", "shown"]

FRESH = "import os\nos.chdir({folder!r})\nget_ipython().reset(new_session=False)"
"""Goes to a folder, and forgets all names of the notebook before."""
SHOWN = ("image/svg+xml", "text/markdown")


def execute(notebook, folder, expressions, **overrides):
    """Run a notebook in ``folder`` and return what the expressions are worth in the end.

    Args:
        notebook: from `read`.
        folder: the working directory.
        expressions: Python source by name, with values that JSON can hold.
        overrides: parameters.
    """
    wanted = ", ".join(f"{name!r}: ({source})" for name, source in expressions.items())
    asked = nbformat.v4.new_code_cell(f"import json\nprint(json.dumps({{{wanted}}}))")
    return json.loads(_run(notebook, folder, [asked], overrides)[-1].outputs[0].text)


def shown(notebook, folder, **overrides):
    """Run a notebook in ``folder`` and return the figures and tables that it shows, as text."""
    outputs = [o for c in _run(notebook, folder, [], overrides) for o in c.get("outputs", [])]
    data = [output.get("data", {}) for output in outputs]
    return [one[kind] for one in data for kind in SHOWN if kind in one]


def _run(notebook, folder, more, overrides):
    """Return the cells of a notebook with other parameters, and some more cells, executed."""
    notebook = parameterized(notebook, overrides)
    fresh = nbformat.v4.new_code_cell(FRESH.format(folder=str(folder)))
    notebook.cells = [fresh, *notebook.cells, *more]
    client = NotebookClient(notebook, km=_kernel(), timeout=240)
    try:
        client.execute()
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
    for cell in notebook.cells:
        errors = [o for o in cell.get("outputs", []) if o.get("name") == "stderr"]
        assert errors == [], "a notebook writes nothing to stderr"
    return notebook.cells


@cache
def _kernel():
    """Return the manager of the one kernel, which ends with the process."""
    manager, client = start_new_kernel(kernel_name="python3")
    client.stop_channels()
    atexit.register(manager.shutdown_kernel, now=True)
    return manager
