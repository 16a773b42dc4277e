"""Where in a study's file a run's argument is said, so that an error can name the line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kdci.studies.yaml_files import Key


def origin(argument: str, study: Mapping[str, Any], key: Key, index: Mapping[str, int]) -> Key:
    """Return the way to what a study says of a run's argument; ``key``, if it says nothing."""
    if argument in index:
        below: Key = (f"{argument}s", index[argument])
        places = [(*key, *below), below]
    else:
        parts = ((), ("training",), ("distillation",), ("data",))
        places = [(*above, *part, argument) for above in (key, ()) for part in parts]
    return next((place for place in places if _is_there(study, place)), key)


def _is_there(content: Any, key: Key) -> bool:
    """Return whether there is a value at the end of the way."""
    for part in key:
        if isinstance(content, Mapping) and part not in content:
            return False
        content = content[part]
    return True
