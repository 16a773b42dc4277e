"""What a run is: plain, checked values that decide its result."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from functools import cache

import torch

from kdci import checks
from kdci.configuration import TrainingConfig
from kdci.modalities import find_modality
from kdci.studies.identity import config_sha256, run_name
from kdci.studies.settings import DataConfig, DistillationConfig

__all__ = ["DataConfig", "DistillationConfig", "Run"]

SPLITS = ("train", "validation", "test")
ROLES = ("teacher", "baseline", "student", "fixed")


@dataclass(frozen=True)
class Run:
    """One training and its evaluation: all that decides the result.

    ``acceleration`` is the number of unknowns over the number of measurements: the acceleration
    factor of MRI, 1 / gamma of the single-pixel camera, bands over snapshots of SD-CASSI, bands of
    a filter array.
    ``relaxed`` multiplies it for this run's own encoder. ``start`` names the design near which a
    learned pattern starts, or is "noise". ``backprojection`` is what the decoder starts from.
    ``test_snr_db`` are SNRs [dB] at which the trained system is evaluated beside its own.

    Raises:
        ValueError: if a value is impossible.
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
    test_snr_db: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Check every value."""
        checks.one_of("role", self.role, ROLES)
        modality = find_modality(self.modality)
        checks.one_of("mask", self.mask, modality.masks)
        checks.one_of("start", self.start, ("noise", *modality.designs))
        checks.one_of("backprojection", self.backprojection, modality.encoders)
        checks.one_of("constraint", self.constraint, modality.constraints)
        checks.one_of("decoder", self.decoder, modality.decoders)
        checks.one_of("evaluate_on", self.evaluate_on, ("validation", "test"))
        if self.snr_db is not None:
            checks.finite("snr_db", self.snr_db)
        for snr_db in self.test_snr_db:
            checks.finite("test_snr_db", snr_db)
        self._check_images()
        self._check_acceleration()
        self._check_distillation()

    def _check_images(self) -> None:
        stride, _ = _decoder(self.modality, self.decoder)
        if self.data.size % stride:
            wanted = f"a multiple of {stride}, the stride of decoder {self.decoder!r}"
            raise ValueError(f"size={self.data.size!r}: must be {wanted}")
        kind = find_modality(self.modality)
        if self.data.source:
            checks.one_of("source", self.data.source, ("", *kind.sources))
            counts = {split: getattr(self.data, split) for split in SPLITS}
            kind.sources[self.data.source].check(self.data.size, counts)
        elif not self.data.folder:
            low, high = kind.sizes
            checks.integer_in("size", self.data.size, low, high, "of the embedded images")
        if self.decoder != "zero-filled":
            size, most = self.training.batch_size, self.data.train
            checks.integer_in("batch_size", size, 1, most, "the number of training images")

    def _check_acceleration(self) -> None:
        constraint = find_modality(self.modality).constraints[self.constraint]
        checks.acceleration(self.acceleration, self.shape)
        checks.number_in("relaxed", self.relaxed, 1e-6, 1e6)
        try:
            checks.acceleration(self.encoder_acceleration, self.shape)
            constraint(self.encoder_acceleration, self.shape)
        except ValueError as error:
            amount = find_modality(self.modality).amount
            said = f"{error} (it is {amount.said(self.encoder_acceleration)})"
            if self.relaxed == 1:
                raise ValueError(said) from error
            raise ValueError(f"relaxed={self.relaxed!r}: makes {said}") from error

    def _check_distillation(self) -> None:
        if self.role == "student" and self.distillation is None:
            raise ValueError(f"role={self.role!r}: needs the key distillation, with its teacher")
        if self.distillation is not None and self.distillation.decoder:
            _, stages = _decoder(self.modality, self.decoder)
            for name in self.distillation.features:
                checks.one_of("features", name, stages)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the images."""
        return self.data.size, self.data.size

    @property
    def encoder_acceleration(self) -> float:
        """The acceleration of this run's own encoder: a teacher's is relaxed."""
        return self.acceleration * self.relaxed

    @property
    def is_noisy(self) -> bool:
        """Whether there is measurement noise, in training or in evaluation."""
        return self.snr_db is not None or bool(self.test_snr_db)

    @property
    def name(self) -> str:
        """The name of the run's files, without folder and extension."""
        return self._name_of(self.system)

    @property
    def teacher(self) -> str | None:
        """The name of the run that is this one's teacher, if it has one."""
        return None if self.distillation is None else self._name_of(self.distillation.teacher)

    def _name_of(self, system: str) -> str:
        return run_name(system, self.acceleration, self.seed)

    def sha256(self) -> str:
        """Return the hash of the configuration."""
        return config_sha256(asdict(self))


@cache
def _decoder(modality: str, name: str) -> tuple[int, Collection[str]]:
    """Return a decoder's stride and the names of its stages."""
    with torch.device("meta"):  # needs neither memory nor random numbers
        decoder = find_modality(modality).decoders[name]()
    stride: int = getattr(decoder, "stride", 1)
    stages: Collection[str] = getattr(decoder, "stage_names", ())
    return stride, stages
