"""The house has floors: a module imports from its own floor and from those below, never upwards."""

import ast
from pathlib import Path

import pytest

import kdci

PACKAGE = Path(kdci.__file__).parent
FLOORS = (
    {"version", "arrays", "checks", "files", "sealed", "noise", "patterns"},
    {"physics", "constraints", "decoders", "data"},
    {"encoders"},
    {"systems", "ranges"},
    {"losses", "metrics", "configuration", "optimizers", "batches", "checkpoints", "weights"},
    {"evaluation", "dimming", "proofs"},
    {"training", "designs"},
    {"modalities"},
    {"studies"},
    {"evidence"},
    {"plots", "diagrams"},
    {"widgets"},
    {"classroom"},
    {"notebook", "cli", "__main__"},
)
"""From the ground up. What is public at the top, ``kdci/__init__.py``, only gathers names."""
HEIGHT = {room: height for height, floor in enumerate(FLOORS) for room in floor}


def room_of(path):
    """Return the name of the module or folder under kdci that holds a file."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path):
    """Return the rooms that a module imports from, wherever in it."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "kdci":
            rooms |= {alias.name for alias in node.names if alias.name in HEIGHT}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kdci."):
            rooms.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            names = (alias.name.split(".") for alias in node.names)
            rooms |= {parts[1] for parts in names if parts[0] == "kdci" and parts[1:]}
    return rooms


def test_every_room_has_its_floor():
    rooms = {room_of(path) for path in PACKAGE.rglob("*.py")} - {"__init__"}
    assert rooms <= HEIGHT.keys()


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_no_arrow_points_upwards(path):
    if path == PACKAGE / "__init__.py":
        return
    own = HEIGHT[room_of(path)]
    assert {room for room in imported(path) if HEIGHT[room] > own} == set()
