"""What a run is called, and the hash of its configuration, from plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kdci import files

LATER = {
    "modality": "mri",
    "start": "noise",
    "backprojection": "adjoint",
    "data.folder": "",
    "data.source": "",
    "training.schedule": "cosine",
    "distillation.inherit": [],
    "test_snr_db": [],
}
"""Fields that came after the first results: at these values they are not part of the hash."""


def run_name(system: str, acceleration: float, seed: int) -> str:
    """Return the name of a run's files, without folder and extension."""
    return f"{system}-af{acceleration:g}-{seed}"


def config_sha256(configuration: Mapping[str, Any]) -> str:
    """Return the hash of a run's configuration, as a run has it or as a result has stored it."""
    plain = json.loads(json.dumps(configuration))
    for name, value in LATER.items():
        part, _, key = name.rpartition(".")
        where = (plain[part] or {}) if part else plain  # a baseline has no distillation
        if where.get(key, value) == value:
            where.pop(key, None)
    return files.sha256(json.dumps(plain, sort_keys=True).encode())
