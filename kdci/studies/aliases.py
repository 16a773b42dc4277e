"""Hashes of code that computes the same: ``experiments/results/aliases.yaml``.

An entry says that code of the hash ``old`` and code of the hash ``new`` give the same results, and
which run proves it: made by both on one machine, and equal in every bit. ``tools/prove_alias.py``
makes that run, and writes the entry. Of results from before the code was hashed, the commit at
which they were made stands in the place of the older hash: see `code_of_commit`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kdci.studies import RELEASED
from kdci.studies.mappings import check_mapping
from kdci.studies.yaml_files import ConfigurationError, load

ALIASES = RELEASED / "results" / "aliases.yaml"
ENTRY = {"old": str, "new": str, "modality": str, "proof": dict}


@cache
def load_aliases(path: Path = ALIASES) -> dict[str, str]:
    """Return the newer hash of each older one.

    Raises:
        ValueError: if the file is misconfigured, or two entries have one old hash; it names file,
            line and key.
    """
    return load(path, _read) if path.is_file() else {}


def todays(sha256: str, path: Path = ALIASES) -> str:
    """Return the newest hash of code that is known to compute what code of this hash computed."""
    aliases = load_aliases(path)
    seen = {sha256}
    while (newer := aliases.get(sha256)) and newer not in seen:
        seen.add(newer)
        sha256 = newer
    return sha256


def code_of_commit(modality: str, commit: str) -> str:
    """Return what stands for the hash of the code of a commit that did not hash its code.

    Args:
        modality: of the result; the commit's code of another one may differ from today's.
        commit: full hash of the commit.
    """
    return f"{modality} at {commit}"


def _read(content: Any) -> dict[str, str]:
    if not isinstance(content, list):
        raise ConfigurationError("must be a list of aliases")
    found: dict[str, str] = {}
    for index, entry in enumerate(content):
        check_mapping(entry, ENTRY, required=ENTRY, key=(index,))
        if entry["old"] in found:
            raise ConfigurationError(f"{entry['old']!r}: is there twice", (index, "old"))
        found[entry["old"]] = entry["new"]
    return found
