"""Buttons that need to know where the book is published: launch, edit, and report an error.

The repository is ``KDCI_REPOSITORY``, "owner/name"; the publishing workflow takes it from
``GITHUB_REPOSITORY``, and so names whatever repository publishes the book. Without it there are
none of these buttons: a book on one's own disk leads nowhere else.

Binder starts the repository itself, see binder/. Colab opens notebooks alone, so the workflow puts
every page as .ipynb into a branch of its own: tools/ipynb.py. A page of exercises has no source of
its own in the repository, and shows solutions: there the buttons open its students' notebook, which
Binder makes when it builds, and lead to the folder of the exercises.
"""

from __future__ import annotations

import os
import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ConfigError

MAIN, NOTEBOOKS = "main", "notebooks"
"""Branches: of the sources, and of the pages as .ipynb."""
EXERCISES = "book/exercises/"
"""Begin of the names of the pages that are made of exercises."""
STUDENT = "_build/classroom/student/"
"""Where Binder makes the notebooks for students."""
IN_REPOSITORY = ("launch-buttons", "source-buttons")
"""The theme's buttons that lead to a file of the repository."""
BINDER, COLAB = "https://mybinder.org", "https://colab.research.google.com"


def address(repository: str) -> str:
    """Return where GitHub publishes a repository's pages, with a slash at the end; empty if none.

    Args:
        repository: "owner/name"; empty if the book is not being published.
    """
    owner, _, name = repository.lower().partition("/")
    own = f"{owner}.github.io"
    path = "" if name == own else repository.partition("/")[2] + "/"
    return f"https://{own}/{path}" if repository else ""


def options(repository: str) -> dict[str, Any]:
    """Return what the theme needs to know.

    Raises:
        ConfigError: if the repository is not of the form "owner/name".
    """
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        raise ConfigError(f'KDCI_REPOSITORY={repository!r}: must be of the form "owner/name"')
    return {
        "repository_url": f"https://github.com/{repository}",
        "repository_branch": MAIN,
        "use_edit_page_button": True,
        "use_issues_button": True,
        "launch_buttons": {"binderhub_url": BINDER, "notebook_interface": "jupyterlab"},
    }


def colab(repository: str, page: str) -> dict[str, str]:
    """Return the button that opens a page in Colab, as the theme has its buttons."""
    page = page.replace(EXERCISES, "student/")
    return {
        "type": "link",
        "text": "Colab",
        "tooltip": "Launch on Colab",
        "icon": "_static/images/logo_colab.png",
        "url": f"{COLAB}/github/{repository}/blob/{NOTEBOOKS}/{page}.ipynb",
    }


def of_exercises(url: str, page: str) -> str:
    """Return where a button of a page of exercises leads: its source is made, and in no branch."""
    folder = f"/tree/{MAIN}/classroom/exercises"
    url = url.replace(f"/edit/{MAIN}/{page}.md", folder)
    return url.replace(f"{page}.md", f"{STUDENT}{page.removeprefix(EXERCISES)}.ipynb")


def add_colab(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Put Colab beside Binder, on the pages that have a launch button."""
    for group in context.get("header_buttons", ()):
        if pagename.startswith(EXERCISES) and group.get("label") in IN_REPOSITORY:
            for button in group["buttons"]:
                button["url"] = of_exercises(button["url"], pagename)
        if group.get("label") == "launch-buttons":
            group["buttons"].append(colab(os.environ["KDCI_REPOSITORY"], pagename))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx, if the book is being published."""
    if repository := os.environ.get("KDCI_REPOSITORY"):
        app.config.html_theme_options = {**app.config.html_theme_options, **options(repository)}
        app.connect("html-page-context", add_colab, priority=502)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
