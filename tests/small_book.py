"""A book of a few pages, built with this book's own extensions."""

import shutil
import sys

from sphinx.application import Sphinx

from kdci.notebook import NOTEBOOKS

ROOT = NOTEBOOKS.parent
EXTENSIONS = ROOT / "book" / "extensions"


def build(folder, monkeypatch, configuration, pages, repository=None):
    """Build a book, and return the folder of its HTML.

    Args:
        folder: an empty one; the sources go to "source" in it.
        monkeypatch: pytest's.
        configuration: the text of its conf.py.
        pages: their texts by their paths without the ending; the first is the root.
        repository: "owner/name" that publishes it, if any does.
    """
    if repository is not None:
        monkeypatch.setenv("KDCI_REPOSITORY", repository)
    else:
        monkeypatch.delenv("KDCI_REPOSITORY", raising=False)
    for extension in EXTENSIONS.glob("*.py"):
        monkeypatch.delitem(sys.modules, extension.stem, raising=False)
    monkeypatch.syspath_prepend(EXTENSIONS)
    source, out = folder / "source", folder / "out"
    for page, text in pages.items():
        path = source / f"{page}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    root = f'root_doc = "{next(iter(pages))}"\n'
    (source / "conf.py").write_text(root + configuration, encoding="utf-8")
    Sphinx(source, source, out, folder / "doctrees", "html", status=None, warning=None).build()
    shutil.rmtree(folder / "doctrees")
    return out
