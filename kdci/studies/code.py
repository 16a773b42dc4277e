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
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import kdci
from kdci import files
from kdci.modalities import MODALITIES
from kdci.studies.syntax import canonical, imported, only_gathers

PACKAGE = Path(kdci.__file__).parent
ROOT = "kdci.studies.run"
NOISE = "kdci.noise"
ASIDE_STUDIES = (
    *("aliases", "code", "configuration", "folders", "identity", "paths", "provenance", "results"),
    "settings",
)
ASIDE = {
    *("kdci", "kdci.version", "kdci.files", "kdci.checks", "kdci.arrays"),
    *("kdci.modalities.amount", "kdci.modalities.find"),
    *(f"kdci.studies.{name}" for name in ASIDE_STUDIES),
}
"""What decides no value of a result: files, refusals, and the configuration, hashed by itself."""


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
        json.dumps(one) for tree in trees.values() for one in canonical(tree.body, packages)
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
            inner = imported(tree, f"{name}.__init__")
            todo += (each for each in inner if each.rpartition(".")[2] not in others)
        else:
            todo += imported(tree, name)
        if path.name != "__init__.py" or not only_gathers(tree):
            found[name] = tree
    return found


def _path(name: str, package: Path) -> Path | None:
    """Return the file of a module of the package, if there is such a module."""
    base = package.parent.joinpath(*name.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    if name.split(".")[0] != package.name:
        return None
    return next((path for path in candidates if path.is_file()), None)


def _packages_of(module: str) -> tuple[Path, ...]:
    """Return the folder of the package of a module, which is imported, and of kdci."""
    top = module.partition(".")[0]
    spec = importlib.util.find_spec(top)
    if spec is None or spec.origin is None:  # a package without an __init__ has no origin
        places = spec.submodule_search_locations if spec else None
        return (*(Path(place) for place in places or ()), PACKAGE)
    path = Path(spec.origin)
    return (path.parent if path.name == "__init__.py" else path.with_suffix("")), PACKAGE
