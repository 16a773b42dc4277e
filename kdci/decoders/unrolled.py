"""An unrolled decoder: proximal gradient steps with learned step sizes and proximal networks."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from kdci import checks
from kdci.decoders.base import Decoder, Normal


class Proximal(nn.Module):
    """A small network that adds a correction to an image; at the start the correction is zero."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.hidden = nn.Sequential(
            nn.Conv2d(channels, width, 3, padding=1),
            nn.SiLU(),
            nn.Conv2d(width, width, 3, padding=1),
            nn.SiLU(),
        )
        self.head = nn.Conv2d(width, channels, 3, padding=1)
        for parameter in self.head.parameters():
            nn.init.zeros_(parameter)


class Unrolled(Decoder):
    r"""Proximal gradient descent, unrolled (Gregor and LeCun 2010; Monga et al. 2021).

    With b the back-projection and G the map from an image to its back-projection, iteration k is
    :math:`z = x_k - \eta_k (G x_k - b)`, :math:`x_{k+1} = z + P_k(z)`, from :math:`x_0 = b`. The
    step sizes :math:`\eta_k` and the proximal networks :math:`P_k` are learned.

    Stages: ``hidden1`` (the last feature map of the first proximal network), ``iterate1`` (the
    image after it), ``hidden2`` ... ``hiddenK``, ``image``.

    Args:
        channels: image channels.
        iterations: K, 1 to 20.
        width: channels of the proximal networks.

    Raises:
        ValueError: if an argument is out of range, or (on call) the input has another number of
            channels, or ``normal`` is left out.
    """

    channels: int

    def __init__(self, channels: int = 2, iterations: int = 6, width: int = 32) -> None:
        super().__init__()
        checks.integer_in("channels", channels, 1, 1024)
        checks.integer_in("iterations", iterations, 1, 20)
        checks.integer_in("width", width, 1, 1024)
        self.channels = channels
        self.steps = nn.Parameter(torch.ones(iterations))
        self.proximal = nn.ModuleList(Proximal(channels, width) for _ in range(iterations))
        names = [name for k in range(iterations) for name in (f"hidden{k + 1}", f"iterate{k + 1}")]
        self.stage_names = (*names[:-1], "image")

    def stages(
        self, backprojection: Tensor, normal: Normal | None = None
    ) -> Iterator[tuple[str, Tensor]]:
        """Yield (name, output) of each stage, computing a stage only when it is asked for."""
        checks.images("backprojection", backprojection, self.channels)
        if normal is None:
            raise ValueError("normal=None: must be the encoder's map to its back-projection")
        x, names = backprojection, iter(self.stage_names)
        for step, proximal in zip(self.steps, self.proximal, strict=True):
            z = x - step * (normal(x) - backprojection)
            hidden, head = (proximal.get_submodule(name) for name in ("hidden", "head"))
            features = hidden(z)
            yield next(names), features
            x = z + head(features)
            yield next(names), x
