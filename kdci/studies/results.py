"""Results: one JSON file a run, written atomically, checked on reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kdci import files

KEYS = {
    "study", "modality", "role", "variant", "system", "setting", "seed", "evaluated_on",
    "metrics", "encoder", "curves", "configuration", "provenance",
}  # fmt: skip
PROVENANCE_KEYS = {
    "config_sha256", "data_sha256", "weights_sha256", "version", "commit", "torch", "machine",
    "device", "seconds", "steps", "finished", "code_sha256",
}  # fmt: skip
LATER = {"code_sha256"}
"""Keys of the provenance that the first results do not have."""

Result = dict[str, Any]


def save_result(result: Result, path: str | Path) -> None:
    """Write a result atomically.

    Raises:
        ValueError: if a key is missing or unknown.
    """
    _check(result, "result", PROVENANCE_KEYS)
    files.write_text(path, json.dumps(result, indent=None, separators=(", ", ": ")) + "\n")


def load_result(path: str | Path) -> Result:
    """Read a result and check that it is whole.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if the file is damaged, or a key is missing or unknown.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"result={str(path)!r}: no such file: run its study")
    try:
        result = json.loads(path.read_text())
    except ValueError as error:
        remedy = "restore it, or delete it and run its study"
        raise ValueError(f"result={str(path)!r}: damaged ({error}): {remedy}") from error
    _check(result, str(path), PROVENANCE_KEYS - LATER)
    return result


def load_results(folder: str | Path) -> list[Result]:
    """Read all results of a study's folder, in the order of their names.

    Raises:
        FileNotFoundError: if there is none.
        ValueError: if one is damaged.
    """
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise FileNotFoundError(f"results={str(folder)!r}: no result there: run the study")
    return [load_result(path) for path in paths]


def _check(result: Result, where: str, required: set[str]) -> None:
    """Check the keys of a result; of its provenance, the ``required`` ones must be there."""
    found = set(result.get("provenance", {}))
    wrong = {
        "keys": set(result) ^ KEYS,
        "provenance": (required - found) | (found - PROVENANCE_KEYS),
    }
    for name, keys in wrong.items():
        if keys:
            raise ValueError(f"{where}: {name} missing or unknown: {', '.join(sorted(keys))}")
