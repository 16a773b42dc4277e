"""The U-Net of the paper's Figure 3 (Ronneberger et al. 2015), with group normalisation."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from kdci import checks
from kdci.decoders.base import Decoder, Normal

GROUPS = 4
"""Groups of channels that are normalised together."""


def block(inputs: int, outputs: int) -> nn.Sequential:
    """Return two 3 x 3 convolutions, each with group normalisation and SiLU."""
    layers: list[nn.Module] = []
    for channels in (inputs, outputs):
        layers += [
            nn.Conv2d(channels, outputs, 3, padding=1, bias=False),
            nn.GroupNorm(GROUPS, outputs),
            nn.SiLU(),
        ]
    return nn.Sequential(*layers)


class UNet(Decoder):
    """A U-Net that adds a correction to its input, the back-projection.

    Stages: ``down0`` ... ``bottleneck`` ... ``up0``, ``image``. Level k has base * width * 2^k
    channels. Group normalisation has no running statistics that could lag behind a moving encoder.

    Args:
        channels: C, image channels (2 for complex MR images).
        width: E, the paper's width multiplier (1 for MRI, 4 for SPC, 2 for SD-CASSI).
        base: channels of the first level at width 1; base * width must be a multiple of 4. Our
            choice: the paper's value is not known to us.
        depth: how often the resolution is halved, 1 to 6.

    Raises:
        ValueError: if an argument is out of range, or (on call) the input has another number of
            channels or a height or width that is not a multiple of ``stride``.
    """

    channels: int

    def __init__(self, channels: int = 2, width: int = 1, base: int = 8, depth: int = 3) -> None:
        super().__init__()
        checks.integer_in("channels", channels, 1, 1024)
        checks.integer_in("width", width, 1, 64)
        checks.integer_in("base", base, 1, 256)
        if base * width % GROUPS:
            raise ValueError(f"base={base}: base * width must be a multiple of {GROUPS}")
        checks.one_of("depth", depth, range(1, 7))
        self.channels, self.stride = channels, 2**depth
        sizes = [base * width * 2**level for level in range(depth + 1)]
        inputs = [channels, *sizes[:-2]]
        self.down = nn.ModuleList(block(i, o) for i, o in zip(inputs, sizes[:-1], strict=True))
        self.pool = nn.MaxPool2d(2)
        self.bottleneck = block(sizes[-2], sizes[-1])
        self.raise_ = nn.ModuleList(
            nn.ConvTranspose2d(2 * size, size, 2, stride=2) for size in sizes[:-1]
        )
        self.up = nn.ModuleList(block(2 * size, size) for size in sizes[:-1])
        self.head = nn.Conv2d(sizes[0], channels, 1)
        for parameter in self.head.parameters():
            nn.init.zeros_(parameter)
        levels = range(depth)
        self.stage_names = (
            *(f"down{level}" for level in levels),
            "bottleneck",
            *(f"up{level}" for level in reversed(levels)),
            "image",
        )

    def stages(
        self, backprojection: Tensor, normal: Normal | None = None
    ) -> Iterator[tuple[str, Tensor]]:
        """Yield (name, output) of each stage, computing a stage only when it is asked for."""
        self._check(backprojection)
        x, skips = backprojection, []
        for level, down in enumerate(self.down):
            x = down(x)
            yield f"down{level}", x
            skips.append(x)
            x = self.pool(x)
        x = self.bottleneck(x)
        yield "bottleneck", x
        for level in reversed(range(len(self.up))):
            x = self.up[level](torch.cat((skips[level], self.raise_[level](x)), dim=1))
            yield f"up{level}", x
        yield "image", backprojection + self.head(x)

    def _check(self, x: Tensor) -> None:
        checks.images("backprojection", x, self.channels)
        if x.shape[-2] % self.stride or x.shape[-1] % self.stride:
            wanted = f"height and width must be multiples of the U-Net's stride {self.stride}"
            raise ValueError(f"backprojection: {x.shape[-2]} x {x.shape[-1]} pixels: {wanted}")


class ScaleAwareUNet(UNet):
    """A `UNet` that can tell a bright image from a dim one.

    Normalised right after its first convolution, which has no bias, a U-Net's correction is the
    same for an image and for twice that image. Here the first convolution is not normalised. The
    channels lie last in memory, which saves a fifth of a training step on a CPU.

    Args:
        channels, width, base, depth: see `UNet`.

    Raises:
        ValueError: see `UNet`.
    """

    def __init__(self, channels: int = 2, width: int = 1, base: int = 8, depth: int = 3) -> None:
        super().__init__(channels, width, base, depth)
        self.down[0].register_module("1", nn.Identity())
        for parameter in self.parameters():
            if parameter.ndim == 4:
                parameter.data = parameter.data.to(memory_format=torch.channels_last)


class BatchNormUNet(UNet):
    """A `UNet` with batch normalisation and ReLU, as in Ioffe and Szegedy 2015.

    It is the kind of network that the authors' library takes for this method; the correction that
    it adds to the back-projection is ours. In training, each image is normalised by the batch that
    it is in; in evaluation, by running statistics, which lag behind an encoder that moves.

    Args:
        channels, width, base, depth: see `UNet`.

    Raises:
        ValueError: see `UNet`.
    """

    def __init__(self, channels: int = 2, width: int = 1, base: int = 4, depth: int = 3) -> None:
        super().__init__(channels, width, base, depth)
        for level in (*self.down, self.bottleneck, *self.up):
            for name, layer in list(level.named_children()):
                if isinstance(layer, nn.GroupNorm):
                    level.register_module(name, nn.BatchNorm2d(layer.num_channels))
                elif isinstance(layer, nn.SiLU):
                    level.register_module(name, nn.ReLU())
