"""One decoder for all masks: U-Nets, each followed by what was measured."""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor, nn

from kdci import checks
from kdci.decoders import ScaleAwareUNet
from kdci.decoders.base import Decoder, Normal


class Cascade(Decoder):
    r"""U-Nets with data consistency between them (Schlemper et al. 2018).

    With b the back-projection and G the encoder's map from an image to its back-projection, stage k
    is :math:`z = U_k(x_k)`, :math:`x_{k+1} = z + b - G z`, from :math:`x_0 = b`. For a binary mask
    and no noise, this puts the measured points of k-space back in their places. So the network is
    told the mask without seeing it. The same holds for Hadamard patterns and their coefficients.

    Stages: ``iterate1`` ... , ``image``.

    Args:
        cascades: U-Nets, 1 to 10.
        base: channels of a U-Net's first level; see `kdci.UNet`.
        channels: C, image channels.

    Raises:
        ValueError: if an argument is out of range, or (on call) ``normal`` is left out.
    """

    channels: int

    def __init__(self, cascades: int = 2, base: int = 8, channels: int = 2) -> None:
        super().__init__()
        checks.integer_in("cascades", cascades, 1, 10)
        self.networks = nn.ModuleList(ScaleAwareUNet(channels, base=base) for _ in range(cascades))
        self.channels = channels
        self.stride = 8
        self.stage_names = (*(f"iterate{k + 1}" for k in range(cascades - 1)), "image")

    def stages(
        self, backprojection: Tensor, normal: Normal | None = None
    ) -> Iterator[tuple[str, Tensor]]:
        """Yield (name, output) of each stage, computing a stage only when it is asked for."""
        checks.images("backprojection", backprojection, self.channels)
        if normal is None:
            raise ValueError("normal=None: must be the encoder's map to its back-projection")
        x = backprojection
        for name, network in zip(self.stage_names, self.networks, strict=True):
            z = network(x)
            x = z + backprojection - normal(z)
            yield name, x
