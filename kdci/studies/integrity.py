"""Whether the content of a result can be: its keys, types, ranges, counts, and who it says it is.

A result's own hash says that nobody has changed it by accident. What is checked here holds for
whoever has changed it on purpose, too, or has put it where another one belongs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kdci.studies.identity import LATER, config_sha256, run_name
from kdci.studies.mappings import check_mapping
from kdci.studies.yaml_files import ConfigurationError

CONTENT = {
    "study": str, "modality": str, "role": str, "variant": str, "system": str, "setting": dict,
    "seed": int, "evaluated_on": str, "metrics": dict, "encoder": dict, "curves": dict,
    "configuration": dict, "provenance": dict,
}  # fmt: skip
SETTING = {"acceleration": float, "snr_db": float | None}
PROVENANCE = {
    "config_sha256": str, "data_sha256": str, "weights_sha256": str, "version": str,
    "commit": str, "torch": str, "machine": str, "device": str, "seconds": float, "steps": int,
    "finished": str, "code_sha256": str,
}  # fmt: skip
RANGES = {
    **{"psnr": (-200, 200), "ssim": (-1, 1), "sam": (0, 180)},
    **{"condition_number": (1, math.inf), "mutual_coherence": (0, 1), "average_coherence": (0, 1)},
    **{"alignment_with_teacher": (-1, 1), "energy_captured": (0, 1)},
}
"""Smallest and largest value of what has a range; of PSNR [dB], what float32 can hold."""
ROUNDING = 1e-5
"""How far beyond its range a value may be, by rounding."""
LABELS = {
    **{"study": "study", "modality": "modality", "role": "role", "variant": "variant"},
    **{"system": "system", "seed": "seed", "evaluated_on": "evaluate_on"},
}
"""The key in the configuration of what a result says of itself."""
BENCHMARK = "benchmark"
"""Key in the configuration of what was measured of a system of another study; not of a run."""


def check_content(content: Mapping[str, Any], stem: str, study: str, lacking: set[str]) -> None:
    """Check all that can be checked of a result's content.

    Args:
        content: what its file holds, without the seal.
        stem: the file's name, without its extension.
        study: the name of the file's folder.
        lacking: keys of the provenance that it may lack.

    Raises:
        ValueError: naming the key, what is there, and what must be.
    """
    check_mapping(content, CONTENT, required=CONTENT)
    check_mapping(content["setting"], SETTING, required=SETTING, key=("setting",))
    provenance = content["provenance"]
    required = [name for name in PROVENANCE if name not in lacking]
    check_mapping(provenance, PROVENANCE, required, ("provenance",))
    for name, value in provenance.items():
        if name.endswith("_sha256") and not re.fullmatch("[0-9a-f]{64}", value):
            raise ConfigurationError(f"is {value!r}: must be 64 digits", ("provenance", name))
    _check_names(content, stem, study)
    _check_configuration(content)
    _check_numbers(content)
    _check_curves(content["curves"], provenance["steps"])


def _check_names(content: Mapping[str, Any], stem: str, study: str) -> None:
    """Check that a result is that of its path: no copy, and not of another study."""
    own = run_name(content["system"], content["setting"]["acceleration"], content["seed"])
    if content["study"] != study:
        raise ConfigurationError(f"is {content['study']!r}: its folder is {study!r}", ("study",))
    if own != stem:
        raise ConfigurationError(f"is of {own}: such a file must be called {own}.json")


def _check_configuration(content: Mapping[str, Any]) -> None:
    """Check that a result is what its configuration says, and that nobody has edited that."""
    stored = {name: content["configuration"][name] for name in content["configuration"]}
    is_benchmark = stored.pop(BENCHMARK, None) is not None
    try:
        found = config_sha256(stored)
    except (KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"is not whole ({error})", ("configuration",)) from error
    if found != content["provenance"]["config_sha256"]:
        raise ConfigurationError("is not that of its config_sha256", ("configuration",))
    if is_benchmark:
        return
    said = {name: content[name] for name in LABELS} | content["setting"]
    for name, value in said.items():
        key = LABELS.get(name, name)
        if (configured := stored.get(key, LATER.get(key))) != value:
            message = f"is {value!r}: in its configuration {configured!r}"
            raise ConfigurationError(message, (name,))


def _check_numbers(content: Mapping[str, Any]) -> None:
    """Check that values are finite, in range, and as many as there were images."""
    configuration = content["configuration"]
    data = configuration.get("data", {})
    images = 1 if BENCHMARK in configuration else data.get(content["evaluated_on"])
    for name, values in content["metrics"].items():
        key = ("metrics", name)
        _check_list(values, key)
        if len(values) != images:
            message = f"has {len(values)} values: there were {images} images"
            raise ConfigurationError(message, key)
        _check_range(values, name.partition("_at_")[0], key)
    if not content["metrics"]:
        raise ConfigurationError("is empty", ("metrics",))
    for name, value in content["encoder"].items():
        _check_list([value], ("encoder", name))
        _check_range([value], name, ("encoder", name))


def _check_curves(curves: Mapping[str, Any], steps: int) -> None:
    """Check that all curves have a value at each of the steps, to the last one."""
    for name, values in curves.items():
        _check_list(values, ("curves", name))
        if len(values) != len(curves.get("step", ())):
            message = f"has {len(values)} values, step {len(curves.get('step', ()))}"
            raise ConfigurationError(message, ("curves", name))
    at = [round(step) for step in curves.get("step", ())]
    if at != sorted(set(at)) or (at[-1] + 1 if at else 0) != steps:
        message = f"does not rise to the last of {steps} steps"
        raise ConfigurationError(message, ("curves", "step"))


def _check_list(values: Any, key: tuple[str, ...]) -> None:
    """Check that values are a list of finite numbers, not empty."""
    if not isinstance(values, list) or not values:
        raise ConfigurationError(f"is {values!r:.30}: must be a list of numbers, not empty", key)
    for index, value in enumerate(values):
        if type(value) not in (int, float) or not math.isfinite(value):
            raise ConfigurationError(f"value {index} is {value!r}: must be a finite number", key)


def _check_range(values: Sequence[float], name: str, key: tuple[str, ...]) -> None:
    low, high = RANGES.get(name, (-math.inf, math.inf))
    for index, value in enumerate(values):
        if not low - ROUNDING <= value <= high + ROUNDING:
            message = f"value {index} is {value:g}: must be from {low:g} to {high:g}"
            raise ConfigurationError(message, key)
