"""Differences between systems that a page lists by name, over several studies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kdci.evidence.numbers import load
from kdci.metrics.statistics import Summary
from kdci.studies import FOLDER

Listed = Mapping[str, Mapping[str, tuple[str, float, str, str]]]
"""Study, acceleration, a system and its rival, by group and label."""


def listed_gains(listed: Listed, folder: str | Path = FOLDER) -> dict[str, dict[str, Summary]]:
    """Return system minus rival in PSNR [dB], paired by seed, by group and label.

    Args:
        listed: what is compared.
        folder: where results lie, as of `kdci.evidence.load`.

    Raises:
        FileNotFoundError: if a study has no results there.
        ValueError: if a system has none.
    """
    studies = dict.fromkeys(row[0] for rows in listed.values() for row in rows.values())
    numbers = {study: load(study, folder) for study in studies}
    return {
        group: {
            label: numbers[study].gain(system, rival, acceleration)
            for label, (study, acceleration, system, rival) in rows.items()
        }
        for group, rows in listed.items()
    }
