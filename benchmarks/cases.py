"""The kernels that are measured: ours, and the obvious implementation where it fits.

Patterns are random and real; the loss is taken with its gradient with respect to the pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from benchmarks import obvious
from benchmarks.measure import Call, Case, Implementation
from kdci.encoders.spc import patterns_for
from kdci.physics import cassi, mri, spc

BATCH, BANDS, RATIO = 4, 8, 0.1
LARGEST = {  # sides up to which the obvious one is run: by its memory, or its minutes
    ("MRI", "forward"): 64,
    ("MRI", "adjoint"): 64,
    ("MRI", "loss"): 32,
    ("SPC", "loss"): 64,
    ("SD-CASSI", "loss"): 16,
}


def cases(side: int) -> Iterator[Case]:
    """Yield every kernel at one size."""
    for modality, kernels in (("MRI", _mri), ("SPC", _spc), ("SD-CASSI", _cassi)):
        for kernel, (ours, theirs) in kernels(side).items():
            both = {"ours": Implementation(ours)}
            if side <= LARGEST.get((modality, kernel), side):
                both["obvious"] = Implementation(theirs)
            yield Case(modality, kernel, side, both)


Pair = tuple[Callable[[], Call], Callable[[], Call]]


def _mri(side: int) -> dict[str, Pair]:
    draw = torch.Generator().manual_seed(0)
    images = torch.randn(BATCH, 2, side, side, generator=draw)
    mask, other = torch.rand(2, side, side, generator=draw)
    kspace = mri.forward(images, mask)

    def with_matrix(function: Callable[..., Tensor], tensor: Tensor) -> Callable[[], Call]:
        def prepare() -> Call:
            matrix = obvious.mri_matrix(mask)
            return lambda: (function(tensor, matrix),)

        return prepare

    def dense_loss() -> Call:
        fourier = obvious.mri_matrix(torch.ones_like(mask))

        def distance(pattern: Tensor) -> Tensor:
            ours, theirs = (p.view(-1, 1) * fourier for p in (pattern, other))
            return obvious.gram_distance(ours, theirs) / pattern.numel()

        return with_gradient(distance, mask)

    def loss(pattern: Tensor) -> Tensor:
        return mri.gram_distance(pattern.square(), other.square())

    return {
        "forward": (
            lambda: lambda: (mri.forward(images, mask),),
            with_matrix(obvious.mri_forward, images),
        ),
        "adjoint": (
            lambda: lambda: (mri.adjoint(kspace, mask),),
            with_matrix(obvious.mri_adjoint, kspace),
        ),
        "loss": (lambda: with_gradient(loss, mask), dense_loss),
    }


def _spc(side: int) -> dict[str, Pair]:
    draw = torch.Generator().manual_seed(0)
    shape = (side, side)
    images = torch.randn(BATCH, 1, *shape, generator=draw)
    patterns, other = torch.randn(2, patterns_for(RATIO, shape), side**2, generator=draw)
    measured = spc.forward(images, patterns)
    return {
        "forward": _both(spc.forward, obvious.spc_forward, images, patterns),
        "adjoint": _both(spc.adjoint, obvious.spc_adjoint, measured, patterns, shape),
        "loss": (
            lambda: with_gradient(lambda p: spc.gram_distance(p, other), patterns),
            lambda: with_gradient(lambda p: obvious.gram_distance(p, other), patterns),
        ),
    }


def _cassi(side: int) -> dict[str, Pair]:
    draw = torch.Generator().manual_seed(0)
    scenes = torch.randn(BATCH, BANDS, side, side, generator=draw)
    aperture, other = torch.rand(2, 1, 1, side, side, generator=draw)
    measured = cassi.forward(scenes, aperture)

    def dense_distance(pattern: Tensor) -> Tensor:
        return obvious.gram_distance(*(obvious.cassi_matrix(p, BANDS) for p in (pattern, other)))

    return {
        "forward": _both(cassi.forward, obvious.cassi_forward, scenes, aperture),
        "adjoint": _both(cassi.adjoint, obvious.cassi_adjoint, measured, aperture),
        "loss": (
            lambda: with_gradient(lambda p: cassi.gram_distance(p, other, BANDS), aperture),
            lambda: with_gradient(dense_distance, aperture),
        ),
    }


def _both(ours: Callable[..., Tensor], theirs: Callable[..., Tensor], *inputs: object) -> Pair:
    """Return both functions, each to be called with the inputs; nothing is made once."""
    return lambda: lambda: (ours(*inputs),), lambda: lambda: (theirs(*inputs),)


def with_gradient(distance: Callable[[Tensor], Tensor], pattern: Tensor) -> Call:
    """Return a call that computes the distance and its gradient."""

    def call() -> tuple[Tensor, ...]:
        leaf = pattern.detach().requires_grad_()
        value = distance(leaf)
        return value.detach(), *torch.autograd.grad(value, leaf)

    return call
