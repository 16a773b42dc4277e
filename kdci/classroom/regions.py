"""Regions of code in nbgrader's notation: what a student must not see, and what stands instead."""

from __future__ import annotations

import re

SOLUTION = re.compile(
    r"^([ \t]*)### BEGIN SOLUTION[ \t]*\n(.*?)^[ \t]*### END SOLUTION[ \t]*(?:\n|\Z)", re.S | re.M
)
HIDDEN = re.compile(
    r"^[ \t]*### BEGIN HIDDEN TESTS[ \t]*\n(.*?)^[ \t]*### END HIDDEN TESTS[ \t]*(?:\n|\Z)",
    re.S | re.M,
)
MARKER = re.compile(r"^[ \t]*### (?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS)[ \t]*(?:\n|\Z)", re.M)
STUB = "# YOUR CODE HERE\n{indent}raise NotImplementedError()\n"
"""What nbgrader puts in the place of a solution."""


def stripped(source: str) -> str:
    """Return code as a student gets it: without solutions and hidden tests.

    Raises:
        ValueError: if a region begins and does not end, or the other way round.
    """
    bare = SOLUTION.sub(lambda match: match[1] + STUB.format(indent=match[1]), source)
    bare = HIDDEN.sub("", bare)
    if left := MARKER.search(bare):
        raise ValueError(f"{left[0].strip()!r}: must have its counterpart, in the same cell")
    return bare.rstrip("\n")


def whole(source: str) -> str:
    """Return code with its solutions and hidden tests, without the marks around them."""
    return MARKER.sub("", source).rstrip("\n")


def hidden(source: str) -> str:
    """Return the code that a student must not see, and nothing else."""
    found = [match[2] for match in SOLUTION.finditer(source)]
    return "".join([*found, *(match[1] for match in HIDDEN.finditer(source))])
