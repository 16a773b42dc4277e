r"""SD-CASSI as one trilinear form of scene, aperture and measurement, fast in each direction.

:math:`\langle y, A_C x\rangle = \sum_{b k l m n} y_{bk}[m, n + l]\, C_k[l, m, n]\, x_b[l, m, n]`.
Its gradient with respect to one of the three is linear in the two others: A x, A^T y, and the
gradient that reaches the aperture. So the gradients of each are the two others. Written so, nothing
is computed for the gradient's sake but the gradient, and each product is added up where it belongs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor


class PartialGradient(torch.autograd.Function):
    """The form's gradient with respect to the one of the three that is None.

    Scenes are (B, L, M, N), apertures (K, L, M, N), measurements (B, K, M, N + L - 1).
    """

    @staticmethod
    def forward(scenes: Any, aperture: Any, measurements: Any) -> Tensor:
        """Return what is missing: the one that is None."""
        if measurements is None:
            return _to_measurements(scenes, aperture)
        if scenes is None:
            return _to_scenes(aperture, measurements)
        return _to_aperture(scenes, measurements)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor | None, ...], output: Tensor) -> None:
        """Keep the two that are there."""
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        """Return the two others' gradients, where they are needed: again those of the form."""
        three = [gradient if one is None else one for one in ctx.saved_tensors]
        return tuple(
            partial_gradient(*three[:i], None, *three[i + 1 :]) if needed else None
            for i, needed in enumerate(ctx.needs_input_grad)
        )


partial_gradient: Callable[..., Tensor] = PartialGradient.apply
"""From scenes, aperture and measurements, one of them None, to that one's gradient."""


def _to_measurements(scenes: Tensor, aperture: Tensor) -> Tensor:
    batch, bands, height, width = scenes.shape
    shape = batch, len(aperture), height, width + bands - 1
    measurements = scenes.new_zeros(shape, dtype=torch.result_type(scenes, aperture))
    windows = _windows(measurements, width)
    for band in range(bands):
        windows[:, :, band].addcmul_(aperture[:, band], scenes[:, None, band])
    return measurements


def _to_scenes(aperture: Tensor, measurements: Tensor) -> Tensor:
    windows = _windows(measurements, aperture.shape[-1])
    shape = len(measurements), *aperture.shape[1:]
    scenes = measurements.new_empty(shape, dtype=torch.result_type(aperture, measurements))
    torch.mul(windows[:, 0], aperture[0], out=scenes)
    for k in range(1, len(aperture)):
        scenes.addcmul_(windows[:, k], aperture[k])
    return scenes


def _to_aperture(scenes: Tensor, measurements: Tensor) -> Tensor:
    shape = measurements.shape[1], *scenes.shape[1:]
    aperture = scenes.new_zeros(shape, dtype=torch.result_type(scenes, measurements))
    for scene, window in zip(scenes, _windows(measurements, scenes.shape[-1]), strict=True):
        aperture.addcmul_(scene, window)
    return aperture


def _windows(measurements: Tensor, width: int) -> Tensor:
    """Return what the detector sees of each band, a view: (B, K, L, M, N)."""
    return measurements.unfold(-1, width, 1).transpose(-3, -2)
