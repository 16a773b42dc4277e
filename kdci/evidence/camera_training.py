"""The single-pixel camera at 20 dB, trained for longer or shorter, and by other optimisers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kdci.evidence.numbers import Numbers
from kdci.metrics.statistics import Summary

ACCELERATION = 10
STUDIES = ("spc-map", "spc-noise")
HOME = "20dB"
"""Suffix of the systems of `spc-noise`; those of `spc-map` differ from them in one thing."""
LENGTHS = {125: "steps125", 250: "steps250", 500: HOME, 1000: "steps1000"}
"""By number of steps: suffix of the systems' names."""
RATES = {
    "Adam 0.001": "adam0.001",
    "Adam 0.003": "adam0.003",
    "Adam 0.01": HOME,
    "Adam 0.03": "adam0.03",
    "SGD 300": "sgd300",
}
"""By optimiser of the patterns, and its rate: suffix of the systems' names."""


def study_of(suffix: str) -> str:
    """Return the study that has the systems with a suffix."""
    return "spc-noise" if suffix == HOME else "spc-map"


def systems(suffixes: Iterable[str]) -> set[str]:
    """Return the names of the baselines and of the students."""
    return {f"{role}-{suffix}" for suffix in suffixes for role in ("baseline", "student")}


def gains_and_baselines(
    numbers: Mapping[str, Numbers], suffixes: Mapping[str, str]
) -> tuple[dict[str, Summary], dict[str, Summary]]:
    """Return the student's gain and its baseline's PSNR [dB], by the labels of the suffixes.

    Args:
        numbers: by study, of `STUDIES`.
        suffixes: of the systems' names, by label.

    Raises:
        KeyError: if a study is missing.
        ValueError: if it has no result of a system.
    """
    gains, baselines = {}, {}
    for label, suffix in suffixes.items():
        own = numbers[study_of(suffix)]
        gains[label] = own.gain(f"student-{suffix}", f"baseline-{suffix}", ACCELERATION)
        baselines[label] = own.mean(f"baseline-{suffix}", ACCELERATION)
    return gains, baselines
