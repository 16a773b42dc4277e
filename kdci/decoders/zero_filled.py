"""No decoder at all: the back-projection is the reconstruction."""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor

from kdci.decoders.base import Decoder, Normal


class ZeroFilled(Decoder):
    """Returns its input: the floor that any trained decoder must be above."""

    stage_names = ("image",)

    def stages(
        self, backprojection: Tensor, normal: Normal | None = None
    ) -> Iterator[tuple[str, Tensor]]:
        """Yield the back-projection itself."""
        yield "image", backprojection
