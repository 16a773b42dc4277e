"""What a run says of its data and of its distillation: plain, checked values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kdci import checks
from kdci.losses import ENCODER_LOSSES
from kdci.studies.inheritance import PARTS


@dataclass(frozen=True)
class DataConfig:
    """Which images: see `kdci.data`. The phase is that of MR images, and only theirs.

    ``folder`` names a data set that is not embedded: see `kdci.data.folder`. ``source`` names one
    of the modality's sources of real images, as "fashion-mnist"; see `kdci.modalities.Modality`.

    Raises:
        ValueError: if a value is out of range.
    """

    size: int = 64
    phase: float = 1.0
    train: int = 2048
    validation: int = 126
    test: int = 252
    seed: int = 0
    folder: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Check every value; which sizes there are depends on the modality."""
        for name in ("size", "train", "validation", "test"):
            checks.integer_in(name, getattr(self, name), 1, 10**6)
        checks.number_in("phase", self.phase, 0, 100)
        checks.integer_in("seed", self.seed, 0, 2**63 - 1)
        if self.folder and self.source:
            found = f"source={self.source!r}: and folder={self.folder!r}"
            raise ValueError(f"{found}: must be one of them")


@dataclass(frozen=True)
class DistillationConfig:
    """The teacher's name in the study, and the weights of `kdci.losses.DistillationLoss`.

    ``teacher_sha256``, the hash of the teacher's run, is filled in by `kdci.studies.study`, so
    that a student's hash changes with its teacher's. ``inherit`` names what the student has of its
    teacher from the start; see `kdci.studies.inheritance`.

    Raises:
        ValueError: if a value is out of range, or no weight is above 0.
    """

    teacher: str
    teacher_sha256: str = ""
    task: float = 1.0
    decoder: float = 0.0
    encoder: float = 0.0
    features: tuple[str, ...] = ("bottleneck",)
    encoder_loss: str = "gram"
    inherit: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check every value; which features there are depends on the decoder."""
        for name in ("task", "decoder", "encoder"):
            checks.number_in(name, getattr(self, name), 0, 1e12)
        if not self.task + self.decoder + self.encoder:
            raise ValueError("task=0: one of task, decoder and encoder must be above 0")
        checks.one_of("encoder_loss", self.encoder_loss, ENCODER_LOSSES)
        for part in self.inherit:
            checks.one_of("inherit", part, PARTS)

    @property
    def loss(self) -> dict[str, Any]:
        """The arguments of `kdci.losses.DistillationLoss`, without the teacher itself."""
        aside = ("teacher", "teacher_sha256", "inherit")
        return {name: value for name, value in asdict(self).items() if name not in aside}
