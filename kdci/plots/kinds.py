"""Figures of one kind of encoder, for systems that could have any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from kdci.encoders import Encoder
from kdci.systems import ImagingSystem

Kind = TypeVar("Kind", bound=Encoder)


def encoders_of(kind: type[Kind], systems: Mapping[str, ImagingSystem]) -> dict[str, Kind]:
    """Return the systems' encoders, by name, all of one kind.

    Raises:
        TypeError: naming the first system whose encoder is of another kind.
    """
    found = {}
    for name, system in systems.items():
        encoder = system.encoder
        if not isinstance(encoder, kind):
            raise TypeError(
                f"systems[{name!r}]: its encoder is of type {type(encoder).__name__}: "
                f"must be {kind.__name__}"
            )
        found[name] = encoder
    return found
