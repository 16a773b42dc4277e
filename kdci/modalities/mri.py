"""MRI in a study: acceleration is the number of k-space points over those sampled."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from kdci.constraints import Budget, ChainRuleBudget, ProbabilisticBudget, Real, SoftBudget
from kdci.data.mni import brain_slices
from kdci.decoders import BatchNormUNet, ScaleAwareUNet, UNet, Unrolled, ZeroFilled
from kdci.designs import mri as masks
from kdci.encoders import MRIEncoder
from kdci.metrics import sampling
from kdci.metrics.encoders import coherence, condition_number
from kdci.modalities.modality import Modality, Numbers

Shape = tuple[int, int]


def _traditional(name: str) -> Callable[[Tensor, Shape, float], Tensor]:
    return lambda images, shape, acceleration: masks.FIXED[name](shape, acceleration)


def _measures(encoder: MRIEncoder, spectrum: Tensor) -> Numbers:
    mask = encoder.pattern.detach().cpu()
    return {
        "samples": int((mask != 0).sum()),
        "energy_captured": float(sampling.energy_captured(mask, spectrum)),
        "conjugate_redundancy": float(sampling.conjugate_redundancy(mask)),
        "condition_number": condition_number(encoder),
        "mutual_coherence": coherence(encoder).mutual,
        "average_coherence": coherence(encoder).average,
    }


def _energy(encoder: MRIEncoder, spectrum: Tensor) -> float:
    return float(sampling.energy_captured(encoder.pattern.detach().cpu(), spectrum))


MRI = Modality(
    images=brain_slices,
    designs={
        "energy-ranked": lambda images, shape, acceleration: masks.energy_ranked(
            images, acceleration
        ),
        **{name: _traditional(name) for name in masks.FIXED},
    },
    constraints={
        "budget": lambda acceleration, shape: Budget(acceleration),
        "chain-rule": lambda acceleration, shape: ChainRuleBudget(acceleration),
        "soft-budget": lambda acceleration, shape: SoftBudget(acceleration),
        "probabilistic-budget": lambda acceleration, shape: ProbabilisticBudget(acceleration),
        "real": lambda acceleration, shape: Real(),
    },
    encoders={"adjoint": MRIEncoder},
    decoders={
        "unet": UNet,
        "unet-light": ScaleAwareUNet,
        "unet-batch-norm": BatchNormUNet,
        "unrolled": Unrolled,
        "zero-filled": ZeroFilled,
    },
    monitors={"energy_captured": _energy},
    measures=_measures,
    prepare=sampling.energy_spectrum,
    has_phase=True,
    channels=2,
    sizes=(16, 116),
)
