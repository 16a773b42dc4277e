"""A study is a YAML file; it expands to runs, each described in full by plain data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, get_type_hints

from kdci import checks
from kdci.configuration import TrainingConfig
from kdci.studies.configuration import DataConfig, DistillationConfig, Run
from kdci.studies.mappings import check_mapping
from kdci.studies.origins import origin
from kdci.studies.teachers import name_teachers
from kdci.studies.yaml_files import ConfigurationError, Key, about, parse, text_of

TIERS = ("laptop", "gpu", "paper")
"""Embedded data on a CPU, all of it in a night; embedded data, longer trainings; real data sets."""
SHARED = {"accelerations": list[float], "seeds": list[int], "evaluate_on": str}
"""Every system has these, from the study or its own."""
OWN = {
    name: get_type_hints(Run)[name]
    for name in (
        *("role", "variant", "relaxed", "mask", "constraint", "decoder", "snr_db"),
        *("start", "backprojection", "test_snr_db"),
    )
}
SYSTEM = {**OWN, **SHARED, "training": dict, "distillation": dict}
STUDY = {
    **{"study": str, "tier": str, "modality": str, "data": dict, "training": dict, "systems": dict},
    **{
        name: hint
        for name, hint in SYSTEM.items()
        if name not in ("role", "variant", "distillation")
    },
}
"""What a study says of all systems; a system may say otherwise."""
FILLED_IN = {TrainingConfig: {"seed"}, DistillationConfig: {"teacher_sha256"}}
"""What a study cannot say, since `expand` does."""


@dataclass(frozen=True)
class Study:
    """A study: its name, its tier, one of `TIERS`, and its runs, teachers first."""

    name: str
    tier: str
    runs: tuple[Run, ...]


_READ: dict[str, Study] = {}
"""Studies by the texts of their files."""


def load_study(path: str | Path) -> list[Run]:
    """Return the runs that a study's YAML file describes, teachers first.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if a key is unknown or missing, a type wrong, or a value impossible; it names
            file, line and key.
    """
    return list(read_study(path).runs)


def read_study(path: str | Path) -> Study:
    """Return the study that a YAML file describes; the same text is read once.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if something is wrong in it; it names file, line and key.
    """
    text = text_of(path)
    if text not in _READ:
        _READ[text] = parse(path, text, _study)
    return _READ[text]


def _study(content: Mapping[str, Any]) -> Study:
    runs = expand(content)
    return Study(content["study"], content.get("tier", "laptop"), tuple(runs))


def expand(study: Mapping[str, Any]) -> list[Run]:
    """Return the runs of a study that is already read: systems x accelerations x seeds.

    Raises:
        ValueError: if a key is unknown or missing, a type wrong, or a value impossible; it names
            the key.
    """
    check_mapping(study, STUDY, required=("study", "systems"))
    _check_file_name(study["study"], ("study",))
    data = _make(DataConfig, study.get("data", {}), ("data",))
    _check_tier(study.get("tier", "laptop"), data)
    _make(TrainingConfig, study.get("training", {}), ("training",))
    runs = [run for name in study["systems"] for run in _expand_system(study, name, data)]
    _check_names(runs)
    return name_teachers(runs)


def _expand_system(study: Mapping[str, Any], name: str, data: DataConfig) -> Iterable[Run]:
    key = ("systems", name)
    system = study["systems"][name]
    _check_file_name(name, key)
    check_mapping(system, SYSTEM, required=("role", "variant"), key=key)
    for needed in SHARED:
        if needed not in {*study, *system}:
            raise ConfigurationError(f"{needed!r} is missing, here and for the whole study", key)
    shared = {field: system.get(field, study.get(field)) for field in SHARED}
    said = {**study, **system}
    settings = {field: _immutable(said[field]) for field in OWN if field in said}
    training = {**study.get("training", {}), **system.get("training", {})}
    training = _make(TrainingConfig, training, (*key, "training"))
    distillation = system.get("distillation")
    if distillation is not None:
        distillation = _make(DistillationConfig, distillation, (*key, "distillation"))
    for position, acceleration in enumerate(shared["accelerations"]):
        for place, seed in enumerate(shared["seeds"]):
            index = {"acceleration": position, "seed": place}
            with about(*key, where=partial(origin, study=study, key=key, index=index)):
                yield Run(
                    study=study["study"],
                    modality=study.get("modality", "mri"),
                    system=name,
                    acceleration=acceleration,
                    seed=seed,
                    evaluate_on=shared["evaluate_on"],
                    data=data,
                    training=replace(training, seed=seed),
                    distillation=distillation,
                    **settings,
                )


def _make(kind: type, values: Any, key: Key) -> Any:
    """Return a configuration of a kind from what was read."""
    hints = {n: h for n, h in get_type_hints(kind).items() if n not in FILLED_IN.get(kind, ())}
    required = ["teacher"] if kind is DistillationConfig else []
    check_mapping(values, hints, required, key)
    with about(*key):
        return kind(**{name: _immutable(value) for name, value in values.items()})


def _immutable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _check_tier(tier: str, data: DataConfig) -> None:
    with about():
        checks.one_of("tier", tier, TIERS)
    if tier == "paper" and not data.folder:
        raise ConfigurationError(
            "tier='paper': needs data.folder, the name of a data set", ("tier",)
        )
    if tier != "paper" and data.folder:
        message = f"folder={data.folder!r}: the {tier} tier has embedded data: say tier: paper"
        raise ConfigurationError(message, ("data", "folder"))


def _check_file_name(name: str, key: Key) -> None:
    if not isinstance(name, str) or not re.fullmatch(r"\w[\w.+-]*", name):
        raise ConfigurationError(f"{name!r}: must be letters, digits, '_', '.', '+', '-'", key)


def _check_names(runs: Iterable[Run]) -> None:
    seen: set[str] = set()
    for run in runs:
        if run.name in seen:
            raise ConfigurationError(f"two runs are called {run.name!r}", ("systems", run.system))
        seen.add(run.name)
