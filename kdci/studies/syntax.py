"""What counts of a module's syntax: what it does, not how it looks or where it stands."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import Any

HINTS = {
    ast.arg: ("annotation",),
    ast.FunctionDef: ("returns",),
    ast.AsyncFunctionDef: ("returns",),
}
HINTING = ("__future__", "collections", "types", "typing")
"""Modules whose names are there for type hints."""


def only_gathers(tree: ast.Module) -> bool:
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


def imported(tree: ast.AST, module: str) -> Iterator[str]:
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


def canonical(node: Any, packages: Collection[str]) -> Any:
    """Return syntax as plain data: no positions, no texts and hints, no imports of our own."""
    if isinstance(node, list):
        parts = (part for one in node for part in _parts(one, packages))
        return [canonical(part, packages) for part in parts]
    if not isinstance(node, ast.AST):
        return repr(node)
    inner = {name: value for name, value in ast.iter_fields(node) if value not in (None, [])}
    for name in HINTS.get(type(node), ()):
        inner.pop(name, None)
    return [
        type(node).__name__,
        {name: canonical(value, packages) for name, value in inner.items()},
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
