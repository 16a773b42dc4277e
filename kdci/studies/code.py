"""The code on which a result depends, by a hash: what it says counts, not where it stands.

Followed are, from `ROOT`, the imports of kdci's modules, wherever in a module they stand. An
``__init__`` only gathers names, so it is followed but not hashed; where it gathers one module for
each modality, the run's own alone is followed, and `NOISE` only by a run with noise. So a change of
the single-pixel camera leaves the results of MRI as they are.

Hashed are the statements at the top of all these modules, as a set. Names of modules, imports of
kdci's own, comments, docstrings, layout and the type hints of functions do not count: a function
that moves to another module, or a module that gets another name, leaves the hash as it is. What a
hash of an earlier rule is today, `kdci.studies.aliases` knows.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import kdci
from kdci import files
from kdci.modalities import MODALITIES

PACKAGE = Path(kdci.__file__).parent
ROOT = "kdci.studies.run"
NOISE = "kdci.noise"
ASIDE_STUDIES = ("aliases", "code", "configuration", "folders", "paths", "provenance", "results")
ASIDE = {
    *("kdci", "kdci.version", "kdci.files", "kdci.checks", "kdci.arrays"),
    *(f"kdci.studies.{name}" for name in ASIDE_STUDIES),
}
"""What decides no value of a result: files, refusals, and the configuration, hashed by itself."""
HINTS = {
    ast.arg: ("annotation",),
    ast.FunctionDef: ("returns",),
    ast.AsyncFunctionDef: ("returns",),
}
HINTING = ("__future__", "collections", "types", "typing")
"""Modules whose names are there for type hints."""


@cache
def code_sha256(modality: str, noisy: bool) -> str:
    """Return the hash of the code that a run of a modality executes to train and to evaluate.

    Args:
        modality: its name in a study.
        noisy: whether the run has measurement noise, in training or in evaluation.
    """
    others = set(MODALITIES) - {modality}
    return hash_of(modules(ROOT, others, ASIDE if noisy else ASIDE | {NOISE}))


def hash_of(trees: Mapping[str, ast.Module]) -> str:
    """Return a hash of the statements at the top of modules, whichever module has which."""
    package = next(iter(trees), "").partition(".")[0]
    statements = {
        json.dumps(one) for tree in trees.values() for one in _canonical(tree.body, package)
    }
    return files.sha256(json.dumps(sorted(statements)).encode())


def modules(
    root: str, others: Collection[str] = (), aside: Collection[str] = ASIDE, package: Path = PACKAGE
) -> dict[str, ast.Module]:
    """Return the syntax trees of a module and of all of its package that it imports, by name.

    Args:
        root: name of the module.
        others: last names of modules that are not followed from an ``__init__``.
        aside: names of modules that are not followed.
        package: folder of the package to which ``root`` belongs.
    """
    found: dict[str, ast.Module] = {}
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


def _canonical(node: Any, package: str) -> Any:
    """Return syntax as plain data: no positions, no texts and hints, no imports of the package."""
    if isinstance(node, list):
        parts = (part for one in node for part in _parts(one, package))
        return [_canonical(part, package) for part in parts]
    if not isinstance(node, ast.AST):
        return repr(node)
    inner = {name: value for name, value in ast.iter_fields(node) if value not in (None, [])}
    for name in HINTS.get(type(node), ()):
        inner.pop(name, None)
    return [
        type(node).__name__,
        {name: _canonical(value, package) for name, value in inner.items()},
    ]


def _parts(node: Any, package: str) -> Iterator[Any]:
    """Yield what counts of a statement: of an import, each name that is neither ours nor a hint."""
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        if module.partition(".")[0] != package and module not in HINTING:
            yield from (ast.ImportFrom(node.module, [name], node.level) for name in node.names)
    elif isinstance(node, ast.Import):
        others = (name for name in node.names if name.name.partition(".")[0] != package)
        yield from (ast.Import([name]) for name in others)
    elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        yield node
