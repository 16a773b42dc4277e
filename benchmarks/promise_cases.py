"""What `benchmarks/promises.py` compares, and what is promised of each comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from benchmarks import dense, obvious, rolled
from benchmarks.cases import BANDS, RATIO, with_gradient
from benchmarks.measure import Call, Case, Implementation
from kdci.encoders.spc import patterns_for
from kdci.physics import cassi, mri, spc

BATCH, REPEATS, DENSE_REPEATS = 16, 15, 3
LINES, BLOCKS = 4, 4  # of the SD-CASSI Gram matrices: lines of the image a block, and blocks timed
GIVEN = "a lower bound: its matrices are given to it"


@dataclass(frozen=True)
class Promise:
    """What ours keeps beside the other implementation of a case.

    Args:
        case: "ours" and the other one.
        faster: ours is at least so many times faster; None where nothing is promised.
        memory: ours takes at most this part of the other's memory; None likewise.
        note: what the reader of the comparison has to know.
        repeats: how often both are timed.
    """

    case: Case
    faster: float | None = None
    memory: float | None = None
    note: str = ""
    repeats: int = REPEATS


def gram_losses(side: int, spc_side: int) -> Iterator[Promise]:
    """Yield the loss with its gradient, beside its dense n x n form."""
    bound = {"faster": 1000, "memory": 0.01, "repeats": DENSE_REPEATS}
    yield Promise(_mri_loss(side), note=GIVEN, **bound)
    blocks = side // LINES
    note = f"{GIVEN}, and {min(BLOCKS, blocks)} of {blocks} blocks of their rows are timed"
    yield Promise(_cassi_loss(side), note=note, **bound)
    rows = patterns_for(RATIO, (spc_side, spc_side))
    note = f"S^2 n beside S n^2 operations: n / S = {spc_side**2 / rows:.3g} is about the most"
    yield Promise(_spc_loss(spc_side), note=note, repeats=DENSE_REPEATS)


def camera(side: int) -> Iterator[Promise]:
    """Yield the single-pixel camera, beside the bare matrix products."""
    draw = torch.Generator().manual_seed(0)
    shape = (side, side)
    images = torch.randn(BATCH, 1, *shape, generator=draw)
    patterns = torch.randn(patterns_for(RATIO, shape), side**2, generator=draw)
    x, y = images.flatten(1), spc.forward(images, patterns)
    weights = torch.randn(y.shape, generator=draw)
    kernels: dict[str, tuple[Call, Call]] = {
        "forward": (lambda: (spc.forward(images, patterns),), lambda: (x @ patterns.T,)),
        "adjoint": (
            lambda: (spc.adjoint(y, patterns, shape).flatten(1),),
            lambda: (y @ patterns,),
        ),
        "gradient": (
            pulled_back(lambda h: spc.forward(images, h), patterns, weights),
            pulled_back(lambda h: x @ h.T, patterns, weights),
        ),
    }
    for kernel, (ours, bare) in kernels.items():
        yield Promise(_case("SPC", kernel, side, ours, "bare products", bare), faster=1 / 1.15)


def imager(side: int, faster: float) -> Iterator[Promise]:
    """Yield SD-CASSI, beside a loop of rolled bands."""
    draw = torch.Generator().manual_seed(0)
    scenes = torch.randn(BATCH, BANDS, side, side, generator=draw)
    aperture = torch.rand(1, 1, side, side, generator=draw)
    y = cassi.forward(scenes, aperture)
    weights = torch.randn(y.shape, generator=draw)

    def kernels(form: object) -> dict[str, Call]:
        return {
            "forward": lambda: (form.forward(scenes, aperture),),
            "adjoint": lambda: (form.adjoint(y, aperture),),
            "gradient": pulled_back(lambda c: form.forward(scenes, c), aperture, weights),
        }

    theirs = kernels(rolled)
    for kernel, ours in kernels(cassi).items():
        case = _case("SD-CASSI", kernel, side, ours, "rolled bands", theirs[kernel])
        yield Promise(case, faster=faster)


def pulled_back(function: Callable[[Tensor], Tensor], pattern: Tensor, weights: Tensor) -> Call:
    """Return a call of the function that also takes <weights, function>'s gradient."""

    def call() -> tuple[Tensor, Tensor]:
        leaf = pattern.detach().requires_grad_()
        value = function(leaf)
        return value.detach(), *torch.autograd.grad(value, leaf, weights)

    return call


def _case(modality: str, kernel: str, side: int, ours: Call, other: str, theirs: Call) -> Case:
    both = {"ours": Implementation(lambda: ours), other: Implementation(lambda: theirs)}
    return Case(modality, kernel, side, both)


def _value_alone(distance: Callable[[Tensor], Tensor], pattern: Tensor) -> Implementation:
    """Return ours: value and gradient are computed; the dense bound has the value in common."""
    call = with_gradient(distance, pattern)
    return Implementation(lambda: lambda: call()[:1])


def _mri_loss(side: int) -> Case:
    mask, other = torch.rand(2, side, side, generator=torch.Generator().manual_seed(0))
    ours = _value_alone(lambda m: mri.gram_distance(m.square(), other.square()), mask)
    theirs = Implementation(
        lambda: dense.elementwise(dense.mri_gram(mask), dense.mri_gram(other)),
        lambda value: value / side**2,
    )
    return Case("MRI", "loss", side, {"ours": ours, "dense form": theirs})


def _cassi_loss(side: int) -> Case:
    """Return a case whose apertures repeat, so that a block of rows has its share of the value."""
    draw = torch.Generator().manual_seed(0)
    lines, blocks = torch.rand(2, 1, 1, LINES, side, generator=draw), side // LINES
    times = min(BLOCKS, blocks)
    aperture, other = lines.repeat(1, 1, 1, blocks, 1)

    def prepare() -> Call:
        return dense.elementwise(*(dense.cassi_gram_rows(c, BANDS, side) for c in lines), times)

    ours = _value_alone(lambda c: cassi.gram_distance(c, other, BANDS), aperture)
    theirs = Implementation(prepare, lambda value: value * blocks / times)
    return Case("SD-CASSI", "loss", side, {"ours": ours, "dense form": theirs})


def _spc_loss(side: int) -> Case:
    draw = torch.Generator().manual_seed(0)
    rows = patterns_for(RATIO, (side, side))
    patterns, other = torch.randn(2, rows, side**2, generator=draw)
    ours = with_gradient(lambda h: spc.gram_distance(h, other), patterns)
    theirs = with_gradient(lambda h: obvious.gram_distance(h, other), patterns)
    return _case("SPC", "loss", side, ours, "dense form", theirs)
