"""A study is a YAML file; it expands to runs, each described in full by plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import yaml

from kdci import checks, files
from kdci.configuration import TrainingConfig
from kdci.experiments.modalities import MODALITIES

SHARED = ("accelerations", "seeds", "evaluate_on")  # for all systems; a system may have its own
LATER = {"modality": "mri", "start": "noise", "backprojection": "adjoint"}
"""Fields that came after the first results: at these values they are not part of the hash."""
SYSTEM_KEYS = (
    *("role", "variant", "relaxed", "mask", "constraint", "decoder", "snr_db"),
    *("start", "backprojection"),
)
ROLES = ("teacher", "baseline", "student", "fixed")


@dataclass(frozen=True)
class DataConfig:
    """Which images: see `kdci.data`. The phase is that of MR images, and only theirs."""

    size: int = 64
    phase: float = 1.0
    train: int = 2048
    validation: int = 126
    test: int = 252
    seed: int = 0


@dataclass(frozen=True)
class DistillationConfig:
    """The teacher's name in the study, and the weights of `kdci.losses.DistillationLoss`.

    ``teacher_sha256``, the hash of the teacher's run, is filled in by `expand`, so that a student's
    hash changes with its teacher's.
    """

    teacher: str
    teacher_sha256: str = ""
    task: float = 1.0
    decoder: float = 0.0
    encoder: float = 0.0
    features: tuple[str, ...] = ("bottleneck",)
    encoder_loss: str = "gram"


@dataclass(frozen=True)
class Run:
    """One training and its evaluation: all that decides the result.

    ``acceleration`` is the number of unknowns over the number of measurements: the acceleration
    factor of MRI, 1 / gamma of the single-pixel camera, bands over snapshots of SD-CASSI.
    ``relaxed`` multiplies it for this run's own encoder. ``start`` names the design near which a
    learned pattern starts, or is "noise". ``backprojection`` is what the decoder starts from.
    """

    study: str
    system: str
    role: str
    variant: str
    acceleration: float
    seed: int
    relaxed: float = 1.0
    mask: str = "learned"
    constraint: str = "budget"
    decoder: str = "unet"
    snr_db: float | None = None
    evaluate_on: str = "test"
    distillation: DistillationConfig | None = None
    training: TrainingConfig = field(default_factory=TrainingConfig)
    data: DataConfig = field(default_factory=DataConfig)
    modality: str = "mri"
    start: str = "noise"
    backprojection: str = "adjoint"

    def __post_init__(self) -> None:
        """Check every value."""
        checks.one_of("role", self.role, ROLES)
        modality = MODALITIES[checks.one_of("modality", self.modality, MODALITIES)]
        checks.one_of("mask", self.mask, modality.masks)
        checks.one_of("start", self.start, ("noise", *modality.designs))
        checks.one_of("backprojection", self.backprojection, modality.encoders)
        checks.one_of("constraint", self.constraint, modality.constraints)
        checks.one_of("decoder", self.decoder, modality.decoders)
        checks.one_of("evaluate_on", self.evaluate_on, ("validation", "test"))
        checks.acceleration(self.acceleration, (self.data.size, self.data.size))
        checks.acceleration(self.encoder_acceleration, (self.data.size, self.data.size))
        modality.constraints[self.constraint](self.encoder_acceleration, self.shape)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the images."""
        return self.data.size, self.data.size

    @property
    def encoder_acceleration(self) -> float:
        """The acceleration of this run's own encoder: a teacher's is relaxed."""
        return self.acceleration * self.relaxed

    @property
    def name(self) -> str:
        """The name of the run's files, without folder and extension."""
        return f"{self.system}-af{self.acceleration:g}-{self.seed}"

    @property
    def teacher(self) -> str | None:
        """The name of the run that is this one's teacher, if it has one."""
        if self.distillation is None:
            return None
        return replace(self, system=self.distillation.teacher).name

    def sha256(self) -> str:
        """Return the hash of the configuration."""
        configuration = asdict(self)
        for name, value in LATER.items():
            if configuration[name] == value:
                del configuration[name]
        return files.sha256(json.dumps(configuration, sort_keys=True).encode())


def load_study(path: str | Path) -> list[Run]:
    """Return the runs that a study's YAML file describes, teachers first.

    Raises:
        ValueError: if a key is unknown or missing, or a value impossible; it names the file.
    """
    path = Path(path)
    text = yaml.safe_load(path.read_text())
    try:
        return expand(text)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ValueError(f"{path}: {error}") from error


def expand(study: Mapping[str, Any]) -> list[Run]:
    """Return the runs of a study that is already read: systems x accelerations x seeds.

    Raises:
        ValueError: if a key is unknown or missing, or a value impossible.
    """
    _known_keys("study", study, {"study", "modality", "data", "training", "systems", *SHARED})
    runs = []
    for name, system in study["systems"].items():
        settings = dict(system)
        training = {**study.get("training", {}), **settings.pop("training", {})}
        distillation = settings.pop("distillation", None)
        _known_keys(f"systems.{name}", settings, {*SYSTEM_KEYS, *SHARED})
        shared = {key: settings.pop(key, study.get(key)) for key in SHARED}
        for acceleration in shared["accelerations"]:
            for seed in shared["seeds"]:
                runs.append(
                    Run(
                        study=study["study"],
                        modality=study.get("modality", "mri"),
                        system=name,
                        acceleration=acceleration,
                        seed=seed,
                        evaluate_on=shared["evaluate_on"],
                        data=_make(DataConfig, "data", study.get("data", {})),
                        training=_make(TrainingConfig, "training", {**training, "seed": seed}),
                        distillation=distillation
                        and _make(DistillationConfig, f"systems.{name}.distillation", distillation),
                        **settings,
                    )
                )
    runs = _name_teachers(runs)
    return sorted(runs, key=lambda run: run.teacher is not None)


def _known_keys(where: str, found: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(found) - known)
    if unknown:
        raise ValueError(
            f"{where}: unknown key {unknown[0]!r}: known are {', '.join(sorted(known))}"
        )


def _make(kind: type, where: str, values: Mapping[str, Any]) -> Any:
    _known_keys(where, values, {f.name for f in fields(kind)})
    lists_to_tuples = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    return kind(**lists_to_tuples)


def _name_teachers(runs: list[Run]) -> list[Run]:
    """Return the runs with the hash of each one's teacher filled in."""
    by_name = {run.name: run for run in runs}
    named = []
    for run in runs:
        if run.teacher is not None:
            if run.teacher not in by_name:
                raise ValueError(f"systems.{run.system}: no run {run.teacher!r} to be its teacher")
            sha256 = by_name[run.teacher].sha256()
            run = replace(run, distillation=replace(run.distillation, teacher_sha256=sha256))
        named.append(run)
    return named
