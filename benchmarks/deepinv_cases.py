"""The kernels that deepinv has, too, on the same inputs.

Conventions that differ are undone before results are compared: deepinv's MRI has the image's origin
at its centre; its single-pixel camera divides by sqrt(S), or by sqrt(n) if it is the Hadamard one,
whose patterns are fixed; its CASSI is a mean over the bands. That one also moves the scene up or
left by a pixel, and loses it, where the height or the detector's width is even, and there its
adjoint is not the adjoint; so CASSI is compared where both are odd.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from benchmarks.cases import BATCH, RATIO
from benchmarks.measure import Case, Implementation
from kdci.encoders.spc import patterns_for
from kdci.physics import cassi, mri, spc

BANDS = 7


def cases(side: int) -> Iterator[Case]:
    """Yield the kernels that both have, at one size (CASSI: one pixel less, to be odd)."""
    yield from _mri(side)
    yield from _spc(side)
    yield from _hadamard(side)
    yield from _cassi(side - 1)


def _mri(side: int) -> Iterator[Case]:
    from deepinv.physics import MRI

    draw, axes = torch.Generator().manual_seed(0), (-2, -1)
    images = torch.randn(BATCH, 2, side, side, generator=draw)
    mask = (torch.rand(side, side, generator=draw) < 1 / 8).float()
    kspace = mri.forward(images, mask)
    scanner = MRI(mask=mask, img_size=(2, side, side))
    shifted = torch.fft.fftshift(images, dim=axes)
    channels = torch.stack((kspace.real, kspace.imag), dim=1)
    yield _case(
        ("MRI", "forward", side),
        lambda: mri.forward(images, mask),
        lambda: scanner.A(shifted),
        lambda y: torch.complex(*y.unbind(dim=1)),
    )
    yield _case(
        ("MRI", "adjoint", side),
        lambda: mri.adjoint(kspace, mask),
        lambda: scanner.A_adjoint(channels),
        lambda x: torch.fft.ifftshift(x, dim=axes),
    )


def _spc(side: int) -> Iterator[Case]:
    from deepinv.physics import SinglePixelCamera

    draw, rows = torch.Generator().manual_seed(0), patterns_for(RATIO, (side, side))
    images = torch.randn(BATCH, 1, side, side, generator=draw)
    camera = SinglePixelCamera(rows, (1, side, side), fast=False, rng=draw)
    patterns = (rows**0.5 * (camera.u * camera.mask) @ camera.vh).round()
    measured = spc.forward(images, patterns)
    yield _case(
        ("SPC", "forward", side),
        lambda: spc.forward(images, patterns),
        lambda: camera.A(images),
        lambda y: rows**0.5 * y[:, 0],
    )
    yield _case(
        ("SPC", "adjoint", side),
        lambda: spc.adjoint(measured, patterns, (side, side)),
        lambda: camera.A_adjoint(measured[:, None]),
        lambda x: rows**0.5 * x,
    )


def _hadamard(side: int) -> Iterator[Case]:
    from deepinv.physics import SinglePixelCamera

    draw, rows = torch.Generator().manual_seed(0), patterns_for(RATIO, (side, side))
    images = torch.randn(BATCH, 1, side, side, generator=draw)
    camera = SinglePixelCamera(rows, (1, side, side), fast=True)
    kept = camera.mask.flatten().nonzero().flatten()
    unit = torch.zeros(rows, side**2).scatter_(1, kept[:, None], 1).view(rows, 1, side, side)
    patterns = (side * camera.A_adjoint(unit).flatten(1)).round()
    measured = spc.forward(images, patterns)
    spectrum = torch.zeros(BATCH, side**2).index_copy(1, kept, measured).view_as(images)
    yield _case(
        ("SPC, Hadamard", "forward", side),
        lambda: spc.forward(images, patterns),
        lambda: camera.A(images),
        lambda y: side * y.flatten(1)[:, kept],
    )
    yield _case(
        ("SPC, Hadamard", "adjoint", side),
        lambda: spc.adjoint(measured, patterns, (side, side)),
        lambda: camera.A_adjoint(spectrum),
        lambda x: side * x,
    )


def _cassi(side: int) -> Iterator[Case]:
    from deepinv.physics import CompressiveSpectralImaging

    draw, shape = torch.Generator().manual_seed(0), (BANDS, side, side)
    scenes = torch.randn(BATCH, *shape, generator=draw)
    aperture = (torch.rand(1, 1, side, side, generator=draw) < 1 / 2).float()
    detected = cassi.forward(scenes, aperture)
    imager = CompressiveSpectralImaging(shape, mask=aperture, mode="sd", shear_dir="w")
    yield _case(
        ("SD-CASSI", "forward", side),
        lambda: cassi.forward(scenes, aperture),
        lambda: imager.A(scenes),
        lambda y: BANDS * y,
    )
    yield _case(
        ("SD-CASSI", "adjoint", side),
        lambda: cassi.adjoint(detected, aperture),
        lambda: imager.A_adjoint(detected),
        lambda x: BANDS * x,
    )


def _case(
    name: tuple[str, str, int],
    ours: Callable[[], Tensor],
    theirs: Callable[[], Tensor],
    convention: Callable[[Tensor], Tensor],
) -> Case:
    both = {
        "ours": Implementation(lambda: lambda: (ours(),)),
        "deepinv": Implementation(lambda: lambda: (theirs(),), convention),
    }
    return Case(*name, both)
