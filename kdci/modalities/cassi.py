"""SD-CASSI in a study: acceleration is bands over snapshots."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from torch import Tensor

from kdci import checks
from kdci.constraints import Binary, Constraint, Real
from kdci.data import indian_pines as pines
from kdci.data.spectra import spectral_patches
from kdci.decoders import BatchNormUNet, ScaleAwareUNet, UNet, Unrolled, ZeroFilled
from kdci.designs import cassi as coded_apertures
from kdci.encoders import CASSIEncoder
from kdci.metrics.encoders import coherence, condition_number
from kdci.metrics.encoders.cassi import band_sampling
from kdci.modalities.amount import Amount
from kdci.modalities.modality import Modality, Numbers
from kdci.modalities.source import Source

BANDS = 8
Shape = tuple[int, int]


def snapshots_for(acceleration: float) -> int:
    """Return the number of snapshots, 8 / acceleration.

    Raises:
        ValueError: if that is not an integer from 1 to 8.
    """
    allowed = [BANDS / k for k in range(1, BANDS + 1)]
    checks.one_of("acceleration", acceleration, allowed)
    return round(BANDS / acceleration)


def _snapshots(make: Callable[..., Constraint]) -> Callable[[float, Shape], Constraint]:
    return lambda acceleration, shape: make(patterns=snapshots_for(acceleration))


def _fixed(name: str) -> Callable[[Tensor, Shape, float], Tensor]:
    return lambda images, shape, acceleration: coded_apertures.FIXED[name](
        shape, snapshots_for(acceleration)
    )


def _measures(encoder: CASSIEncoder, _: Tensor | None) -> Numbers:
    found, light = coherence(encoder), band_sampling(encoder)
    return {
        "snapshots": len(encoder.pattern),
        "open": float(light.mean()),
        "open_of_the_poorest_band": float(light.min()),
        "condition_number": condition_number(encoder),
        "mutual_coherence": found.mutual,
        "average_coherence": found.average,
    }


CASSI = Modality(
    images=spectral_patches,
    designs={name: _fixed(name) for name in coded_apertures.FIXED},
    constraints={
        "binary": _snapshots(Binary),
        "real": _snapshots(Real),
        "coloured": _snapshots(partial(Real, bands=BANDS)),
    },
    encoders={"adjoint": partial(CASSIEncoder, bands=BANDS)},
    decoders={
        "unet": partial(UNet, channels=BANDS, width=2),
        "unet-scale-aware": partial(ScaleAwareUNet, channels=BANDS, width=2),
        "unet-batch-norm": partial(BatchNormUNet, channels=BANDS),
        "unrolled-light": partial(Unrolled, channels=BANDS, width=16),
        "unrolled": partial(Unrolled, channels=BANDS),
        "zero-filled": ZeroFilled,
    },
    monitors={"condition_number": lambda encoder, _: condition_number(encoder)},
    measures=_measures,
    channels=BANDS,
    amount=Amount("snapshots", of=lambda a: BANDS / a, acceleration=lambda s: BANDS / s),
    sources={"indian-pines": Source(pines.indian_pines, pines.SIZES, pines.MOST)},
)
