"""A multispectral filter array in a study: acceleration is bands over measurements a pixel, 8."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from torch import Tensor

from kdci import checks
from kdci.constraints import Constraint, OneBand, Real
from kdci.data import indian_pines as pines
from kdci.data.spectra import spectral_patches
from kdci.decoders import UNet, Unrolled, ZeroFilled
from kdci.designs import filter_array as arrays
from kdci.encoders import FilterArrayEncoder
from kdci.metrics.encoders import coherence, condition_number
from kdci.metrics.encoders.filter_array import band_sampling
from kdci.modalities.modality import Modality, Numbers
from kdci.modalities.source import Source

BANDS, TILE = arrays.BANDS, arrays.TILE
Shape = tuple[int, int]


def _bands(make: Callable[..., Constraint]) -> Callable[[float, Shape], Constraint]:
    def constraint(acceleration: float, shape: Shape) -> Constraint:
        checks.number_in("acceleration", acceleration, BANDS, BANDS, "bands a measurement")
        return make(bands=BANDS)

    return constraint


def _fixed(name: str) -> Callable[[Tensor, Shape, float], Tensor]:
    return lambda images, shape, acceleration: arrays.FIXED[name]()


def _measures(encoder: FilterArrayEncoder, _: Tensor | None) -> Numbers:
    found = coherence(encoder)
    return {
        "share_of_the_rarest_band": float(band_sampling(encoder).min()),
        "condition_number": condition_number(encoder),
        "mutual_coherence": found.mutual,
        "average_coherence": found.average,
    }


FILTER_ARRAY = Modality(
    images=spectral_patches,
    designs={name: _fixed(name) for name in arrays.FIXED},
    constraints={"one-band": _bands(OneBand), "real": _bands(Real)},
    encoders={"adjoint": partial(FilterArrayEncoder, bands=BANDS, tile=TILE)},
    decoders={
        "unet": partial(UNet, channels=BANDS, width=2),
        "unrolled": partial(Unrolled, channels=BANDS),
        "unrolled-light": partial(Unrolled, channels=BANDS, iterations=6, width=16),
        "zero-filled": ZeroFilled,
    },
    monitors={"condition_number": lambda encoder, _: condition_number(encoder)},
    measures=_measures,
    channels=BANDS,
    sources={"indian-pines": Source(pines.indian_pines, pines.SIZES, pines.MOST)},
)
