"""Execute the notebooks of the book that the cache lacks, as many at a time as there are cores.

    python tools/execute.py [FOLDER]

Jupyter Book executes one after another, and finds in its cache what this has put there. It would
stop at the first notebook that fails; this goes on to the last, and then ends with all errors.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path

import yaml
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.config import NbParserConfig
from myst_nb.core.read import create_nb_reader
from myst_parser.config.main import MdParserConfig
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from sphinx_external_toc.parsing import parse_toc_yaml
from tqdm import tqdm

ROOT = Path(__file__).parents[1]


def read(path: Path, extensions: Iterable[str]) -> NotebookNode | None:
    """Return a page as the book's build reads it; None, if it is no notebook."""
    text = path.read_text(encoding="utf-8")
    settings = MdParserConfig(enable_extensions=set(extensions)), NbParserConfig()
    reader = create_nb_reader(str(path), *settings, text)
    return None if reader is None else reader.read(text)


def missing(root: Path) -> dict[Path, NotebookNode]:
    """Return the notebooks of a book that its cache lacks, those of most text first."""
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    cache = get_cache(root / "_build" / ".jupyter_cache")
    found = {}
    for name in parse_toc_yaml(root / "_toc.yml"):
        path = root / f"{name}.md"
        notebook = read(path, settings["parse"]["myst_enable_extensions"])
        if notebook is not None:
            found[path] = notebook
            with suppress(KeyError):  # which says that it is not there
                cache.match_cache_notebook(notebook)
                del found[path]
    return dict(sorted(found.items(), key=lambda item: -item[0].stat().st_size))


def main(root: Path = ROOT) -> None:
    """Execute what the cache lacks, and put there what did not fail.

    Raises:
        SystemExit: if a notebook fails: with the error of each that does.
    """
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    cache, errors = get_cache(root / "_build" / ".jupyter_cache"), {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {
            pool.submit(
                single_nb_execution, notebook, str(path.parent),
                timeout=settings["execute"]["timeout"], allow_errors=False,
            ): path
            for path, notebook in missing(root).items()
        }  # fmt: skip
        for done in tqdm(as_completed(running), "notebooks", len(running), disable=None):
            path, result = running[done], done.result()
            if result.err is None:
                times = {"execution_seconds": result.time}
                bundle = CacheBundleIn(result.nb, str(path), data=times)
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
            else:
                errors[path.relative_to(root).as_posix()] = result.err
    if errors:
        raise SystemExit("\n".join(f"{page}: {said(errors[page])}" for page in sorted(errors)))


def said(error: Exception) -> str:
    """Return an error in words: that of a notebook's cell without the way to it."""
    return f"{error.ename}: {error.evalue}" if isinstance(error, CellExecutionError) else str(error)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if sys.argv[1:] else ROOT)
