"""The code on which a result depends, by a hash: what it says counts, not where it stands.

Followed are, from `ROOT`, the imports of kdci's modules, wherever in a module they stand. An
``__init__`` that only gathers names is followed but not hashed; where it gathers one module for
each modality, the run's own alone is followed, and `NOISE` only by a run with noise. So a change of
the single-pixel camera leaves the results of MRI as they are.

Hashed are the statements at the top of all these modules, as a set. Names of modules, imports of
kdci's own, comments, docstrings, layout and the type hints of functions do not count: a function
that moves to another module, or a module that gets another name, leaves the hash as it is. What a
hash of an earlier rule is today, `kdci.studies.aliases` knows.
"""

from __future__ import annotations

import ast
import importlib.util
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
    *("kdci.modalities.amount", "kdci.modalities.find"),
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

    Of a modality that is not the package's, its module is covered and what that imports of its own
    package, and of kdci everything, since it may use any of it.

    Args:
        modality: its name in a study.
        noisy: whether the run has measurement noise, in training or in evaluation.
    """
    aside = ASIDE if noisy else ASIDE | {NOISE}
    if modality in MODALITIES:
        return hash_of(modules(ROOT, set(MODALITIES) - {modality}, aside))
    own = modality.partition(":")[0]
    return hash_of(modules(ROOT, (), aside) | modules(own, (), aside, _packages_of(own)))


def hash_of(trees: Mapping[str, ast.Module]) -> str:
    """Return a hash of the statements at the top of modules, whichever module has which."""
    packages = {name.partition(".")[0] for name in trees}
    statements = {
        json.dumps(one) for tree in trees.values() for one in _canonical(tree.body, packages)
    }
    return files.sha256(json.dumps(sorted(statements)).encode())


def modules(
    root: str,
    others: Collection[str] = (),
    aside: Collection[str] = ASIDE,
    packages: Collection[Path] = (PACKAGE,),
) -> dict[str, ast.Module]:
    """Return the syntax trees of a module and of all of some packages that it imports, by name.

    Args:
        root: name of the module.
        others: last names of modules that are not followed from an ``__init__``.
        aside: names of modules that are not followed.
        packages: folders of the packages that are followed, one of them that of ``root``.
    """
    found: dict[str, ast.Module] = {}
    todo, seen = [root], set(aside)
    while todo:
        name = todo.pop()
        path = next(filter(None, (_path(name, package) for package in packages)), None)
        if path is None or name in seen:
            continue
        seen.add(name)
        tree = ast.parse(path.read_bytes())
        if path.name == "__init__.py":
            inner = _imported(tree, f"{name}.__init__")
            todo += (each for each in inner if each.rpartition(".")[2] not in others)
        else:
            todo += _imported(tree, name)
        if path.name != "__init__.py" or not _only_gathers(tree):
            found[name] = tree
    return found


def _path(name: str, package: Path) -> Path | None:
    """Return the file of a module of the package, if there is such a module."""
    base = package.parent.joinpath(*name.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    if name.split(".")[0] != package.name:
        return None
    return next((path for path in candidates if path.is_file()), None)


def _only_gathers(tree: ast.Module) -> bool:
    """Return whether a module has only a docstring, imports, and the names that it has."""
    return all(
        isinstance(node, (ast.Import, ast.ImportFrom, ast.Expr))
        or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
        or (isinstance(node, ast.AnnAssign) and _is_of_names(node.value))
        for node in tree.body
    )


def _is_of_names(node: ast.expr | None) -> bool:
    """Return whether an expression is a dictionary of what has been imported."""
    return isinstance(node, ast.Dict) and all(isinstance(value, ast.Name) for value in node.values)


def _packages_of(module: str) -> tuple[Path, ...]:
    """Return the folder of the package of a module, which is imported, and of kdci."""
    top = module.partition(".")[0]
    spec = importlib.util.find_spec(top)
    if spec is None or spec.origin is None:  # a package without an __init__ has no origin
        places = spec.submodule_search_locations if spec else None
        return (*(Path(place) for place in places or ()), PACKAGE)
    path = Path(spec.origin)
    return (path.parent if path.name == "__init__.py" else path.with_suffix("")), PACKAGE


def _imported(tree: ast.AST, module: str) -> Iterator[str]:
    """Yield the names of what a module imports, and of the packages around it."""
    around = module.split(".")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = around[: len(around) - node.level] if node.level else []
            below = [*base, *([node.module] if node.module else [])]
            names = [".".join([*below, alias.name]) for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[: length + 1]) for length in range(len(parts)))


def _canonical(node: Any, packages: Collection[str]) -> Any:
    """Return syntax as plain data: no positions, no texts and hints, no imports of our own."""
    if isinstance(node, list):
        parts = (part for one in node for part in _parts(one, packages))
        return [_canonical(part, packages) for part in parts]
    if not isinstance(node, ast.AST):
        return repr(node)
    inner = {name: value for name, value in ast.iter_fields(node) if value not in (None, [])}
    for name in HINTS.get(type(node), ()):
        inner.pop(name, None)
    return [
        type(node).__name__,
        {name: _canonical(value, packages) for name, value in inner.items()},
    ]


def _parts(node: Any, packages: Collection[str]) -> Iterator[Any]:
    """Yield what counts of a statement: of an import, each name that is neither ours nor a hint."""
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        ours = node.level or module.partition(".")[0] in packages
        if not ours and module not in HINTING:
            yield from (ast.ImportFrom(node.module, [name], node.level) for name in node.names)
    elif isinstance(node, ast.Import):
        others = (name for name in node.names if name.name.partition(".")[0] not in packages)
        yield from (ast.Import([name]) for name in others)
    elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        yield node
