"""Plain data checked against type hints, before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from kdci.studies.yaml_files import ConfigurationError, Key

NAMES = {
    str: "text", int: "an integer", float: "a number", bool: "true or false", NoneType: "null",
    dict: "a mapping of keys to values",
}  # fmt: skip


def check_mapping(
    values: Any, types: Mapping[str, Any], required: Collection[str] = (), key: Key = ()
) -> None:
    """Check that ``values`` is a mapping whose keys are known and whose values have their types.

    Args:
        values: what was read.
        types: type hints of all keys that may be there.
        required: keys that must be there.
        key: the way to ``values``.

    Raises:
        ConfigurationError: if not.
    """
    if not isinstance(values, Mapping):
        raise ConfigurationError(f"is {_shown(values)}: must be a mapping of keys to values", key)
    for name, value in values.items():
        if name not in types:
            raise ConfigurationError(
                f"unknown key: known are {', '.join(sorted(types))}", (*key, name)
            )
        _check_type(value, types[name], (*key, name))
    for name in required:
        if name not in values:
            raise ConfigurationError(f"the key {name!r} is missing", key)


def _check_type(value: Any, hint: Any, key: Key) -> None:
    if get_origin(hint) in (tuple, list):
        (item, *_) = get_args(hint)
        if not isinstance(value, (list, tuple)) or not value:
            raise ConfigurationError(f"is {_shown(value)}: must be a list, not empty", key)
        for index, one in enumerate(value):
            _check_type(one, item, (*key, index))
        return
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if not any(_fits(value, kind) for kind in kinds):
        wanted = " or ".join(NAMES[kind] for kind in kinds)
        raise ConfigurationError(f"is {_shown(value)}: must be {wanted}", key)


def _fits(value: Any, kind: type) -> bool:
    if kind in (int, float):
        return isinstance(value, (int, kind)) and not isinstance(value, bool)
    return isinstance(value, Mapping if kind is dict else kind)


def _shown(value: Any) -> str:
    """Return a value as an error shows it, with a hint where YAML is known to surprise."""
    surprise = " (YAML needs a point: 1.0e-3)" if re.fullmatch(r"\d+e-?\d+", str(value)) else ""
    return f"{value!r}{surprise}"
