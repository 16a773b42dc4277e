"""What every decoder is: a chain of named stages, the last of which is the image."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator

from torch import Tensor, nn

from kdci import checks

Normal = Callable[[Tensor], Tensor]
"""The noiseless measurement of an image and its back-projection, both (B, C, H, W)."""


class Decoder(nn.Module, ABC):
    """A network from a back-projection (B, C, H, W) to an image of that shape.

    Decoders that compare their image with the measurements are given ``normal``, the encoder's
    map from an image to its back-projection; others do not look at it.
    """

    stage_names: tuple[str, ...]
    """Names of the stages in the order in which they run; the last one is ``image``."""
    channels: int | None = None
    """Channels of the images; None where any number will do."""
    stride: int = 1
    """What height and width of the images must be multiples of."""

    @abstractmethod
    def stages(
        self, backprojection: Tensor, normal: Normal | None = None
    ) -> Iterator[tuple[str, Tensor]]:
        """Yield (name, output) of each stage, computing a stage only when it is asked for."""

    def forward(self, backprojection: Tensor, normal: Normal | None = None) -> Tensor:
        """Return the reconstructed image."""
        return self.features(backprojection, ["image"], normal)["image"]

    def features(
        self, backprojection: Tensor, names: Collection[str], normal: Normal | None = None
    ) -> dict[str, Tensor]:
        """Return the outputs of the named stages, and compute nothing beyond the last of them.

        Raises:
            ValueError: if a name is not among ``stage_names``.
        """
        for name in names:
            checks.one_of("features", name, self.stage_names)
        found: dict[str, Tensor] = {}
        if not names:
            return found
        for name, output in self.stages(backprojection, normal):
            if name in names:
                found[name] = output
            if found.keys() >= set(names):
                break
        return found
