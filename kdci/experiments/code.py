"""The code on which a result depends, by a hash: comments, docstrings and layout do not count.

Followed are, from `ROOT`, the imports of kdci's modules, wherever in a module they stand. An
``__init__`` only gathers names, so it is followed but not hashed; where it gathers one module for
each modality, the run's own alone is followed. So a change of the single-pixel camera leaves the
results of MRI as they are.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import kdci
from kdci import files

PACKAGE = Path(kdci.__file__).parent
ROOT = "kdci.experiments.run"
ASIDE = {
    *("kdci", "kdci.version", "kdci.files", "kdci.checks"),
    *(f"kdci.experiments.{name}" for name in ("code", "config", "paths", "provenance", "results")),
}
"""What decides no value of a result: files, refusals, and the configuration, hashed by itself."""


DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def code_sha256(modality: str) -> str:
    """Return the hash of the code that a run of a modality executes to train and to evaluate."""
    from kdci.experiments.modalities import MODALITIES

    return hash_of(modules(ROOT, set(MODALITIES) - {modality}))


def hash_of(trees: dict[str, ast.AST]) -> str:
    """Return a hash of modules, by name and syntax."""
    content = [[name, _canonical(trees[name])] for name in sorted(trees)]
    return files.sha256(json.dumps(content).encode())


def modules(
    root: str, others: Collection[str] = (), aside: Collection[str] = ASIDE, package: Path = PACKAGE
) -> dict[str, ast.AST]:
    """Return the syntax trees of a module and of all of its package that it imports, by name.

    Args:
        root: name of the module.
        others: last names of modules that are not followed from an ``__init__``.
        aside: names of modules that are not followed.
        package: folder of the package to which ``root`` belongs.
    """
    found: dict[str, ast.AST] = {}
    todo, seen = [root], set(aside)
    while todo:
        name = todo.pop()
        path = _path(name, package)
        if path is None or name in seen:
            continue
        seen.add(name)
        tree = ast.parse(path.read_bytes())
        if path.name == "__init__.py":
            todo += (each for each in _imported(tree) if each.rpartition(".")[2] not in others)
        else:
            found[name] = tree
            todo += _imported(tree)
    return found


def _path(name: str, package: Path) -> Path | None:
    """Return the file of a module of the package, if there is such a module."""
    base = package.parent.joinpath(*name.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    if name.split(".")[0] != package.name:
        return None
    return next((path for path in candidates if path.is_file()), None)


def _imported(tree: ast.AST) -> Iterator[str]:
    """Yield the names of what a module imports, and of the packages around it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[: length + 1]) for length in range(len(parts)))


def _canonical(node: Any) -> Any:
    """Return syntax as plain data: no positions, no docstrings, nothing that is empty."""
    if isinstance(node, list):
        return [_canonical(item) for item in node]
    if not isinstance(node, ast.AST):
        return repr(node)
    inner = {name: value for name, value in ast.iter_fields(node) if value not in (None, [])}
    if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
        inner["body"] = inner["body"][1:]
    return [type(node).__name__, {name: _canonical(value) for name, value in inner.items()}]
