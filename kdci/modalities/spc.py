"""The single-pixel camera in a study: acceleration is 1 / gamma, pixels over patterns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from torch import Tensor

from kdci.constraints import (
    Binary,
    Bipolar,
    BipolarAfterConstant,
    Constraint,
    Quantized,
    Real,
    Signs,
    Ternary,
)
from kdci.data import fashion_mnist
from kdci.data.photographs import photograph_patches
from kdci.decoders import BatchNormUNet, ScaleAwareUNet, UNet, Unrolled, ZeroFilled
from kdci.designs import spc as apertures
from kdci.encoders import PseudoInverseSPCEncoder, SPCEncoder
from kdci.encoders.spc import patterns_for
from kdci.metrics.encoders import coherence, condition_number
from kdci.modalities.amount import Amount
from kdci.modalities.modality import Modality, Numbers
from kdci.modalities.source import Source

Shape = tuple[int, int]
LARGEST_DESIGN = 8.0
"""No fixed design has a larger value. What can be built stays in [-1, 1]."""


def _patterns(make: Callable[..., Constraint]) -> Callable[[float, Shape], Constraint]:
    return lambda acceleration, shape: make(patterns=patterns_for(1 / acceleration, shape))


def _fixed(name: str) -> Callable[[Tensor, Shape, float], Tensor]:
    return lambda images, shape, acceleration: apertures.FIXED[name](
        shape, patterns_for(1 / acceleration, shape)
    )


def _learned_from(
    design: Callable[[Tensor, int], Tensor],
) -> Callable[[Tensor, Shape, float], Tensor]:
    return lambda images, shape, acceleration: design(images, patterns_for(1 / acceleration, shape))


def _measures(encoder: SPCEncoder, _: Tensor | None) -> Numbers:
    found = coherence(encoder)
    return {
        "patterns": len(encoder.pattern),
        "condition_number": condition_number(encoder),
        "mutual_coherence": found.mutual,
        "average_coherence": found.average,
    }


SPC = Modality(
    images=photograph_patches,
    designs={
        **{name: _fixed(name) for name in apertures.FIXED},
        **{name: _learned_from(design) for name, design in apertures.DATA_DRIVEN.items()},
    },
    constraints={
        "bipolar": _patterns(Bipolar),
        "bipolar-unclipped": _patterns(Signs),
        "bipolar-after-constant": _patterns(BipolarAfterConstant),
        "binary": _patterns(Binary),
        "ternary": _patterns(Ternary),
        "quantized-3": _patterns(partial(Quantized, 3, -1.0, 1.0)),
        "real": _patterns(partial(Real, -1.0, 1.0)),
        "design": _patterns(partial(Real, -LARGEST_DESIGN, LARGEST_DESIGN)),
    },
    encoders={"adjoint": SPCEncoder, "pseudo-inverse": PseudoInverseSPCEncoder},
    decoders={
        "unet": partial(UNet, channels=1, width=4, base=4),
        "unet-light": partial(ScaleAwareUNet, channels=1, width=4, base=2),
        "unet-batch-norm": partial(BatchNormUNet, channels=1),
        "unrolled": partial(Unrolled, channels=1),
        "zero-filled": ZeroFilled,
    },
    monitors={"condition_number": lambda encoder, _: condition_number(encoder)},
    measures=_measures,
    amount=Amount("gamma", of=lambda a: 1 / a, acceleration=lambda gamma: 1 / gamma),
    sources={
        "fashion-mnist": Source(
            fashion_mnist.fashion_mnist, fashion_mnist.SIZES, fashion_mnist.MOST
        )
    },
)
