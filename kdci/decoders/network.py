"""A network of one's own as a decoder: any module from image to image."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from kdci import checks
from kdci.decoders.base import Decoder, Normal

WANTED = (
    "a torch.nn.Module from an image (B, C, H, W) to an image of that shape, for instance "
    "torch.nn.Conv2d(2, 2, 3, padding=1), or a kdci.decoders.Decoder, for instance kdci.UNet()"
)


class NetworkDecoder(Decoder):
    """Any network from a back-projection (B, C, H, W) to an image of that shape.

    Its stages are its submodules, by their names in ``named_modules()``, as far as they run once
    and give a tensor; ``image`` is its output. They are listened to with hooks, so the network runs
    as a whole, whatever is asked for.

    Args:
        network: the module.
        image_shape: (C, H, W) of the images; the network is tried on a black one.

    Raises:
        ValueError: if the network fails on such an image, or its output is no such image.
    """

    def __init__(self, network: nn.Module, image_shape: tuple[int, int, int]) -> None:
        super().__init__()
        self.network = network
        self.stage_names = (*_try(network, image_shape), "image")

    def stages(
        self, backprojection: Tensor, normal: Normal | None = None
    ) -> Iterator[tuple[str, Tensor]]:
        """Yield (name, output) of each stage, once the network has run."""
        yield from self.features(backprojection, self.stage_names).items()

    def features(
        self, backprojection: Tensor, names: Collection[str], normal: Normal | None = None
    ) -> dict[str, Tensor]:
        """Return the outputs of the named stages.

        Raises:
            ValueError: if a name is not among ``stage_names``.
        """
        for name in names:
            checks.one_of("features", name, self.stage_names)
        with _outputs(self.network, [name for name in names if name != "image"]) as heard:
            heard["image"] = [self.network(backprojection)]
        return {name: heard[name][0] for name in names}


def as_decoder(module: Any, image_shape: tuple[int, int, int]) -> Decoder:
    """Return a module as a decoder of images (C, H, W): itself, if it is one.

    Raises:
        TypeError: if it is no module.
        ValueError: if it is no network from image to image, or of another number of channels.
    """
    checks.instance("decoder", module, nn.Module, WANTED)
    if not isinstance(module, Decoder):
        return NetworkDecoder(module, image_shape)
    if module.channels not in (None, image_shape[0]):
        found = f"decoder: a {type(module).__name__} of {module.channels} channels"
        raise ValueError(f"{found}: must have {image_shape[0]}, as the encoder's images have")
    return module


@torch.no_grad()
def _try(network: nn.Module, image_shape: tuple[int, int, int]) -> list[str]:
    """Return the names of the submodules that run once and give a tensor, in their order.

    The network is tried in evaluation mode, and left as it was.
    """
    like = next(iter(network.parameters()), torch.empty(0))
    image = torch.zeros(1, *image_shape, device=like.device, dtype=like.dtype)
    made = f"of a back-projection of shape {tuple(image.shape)}"
    found = f"decoder: {type(network).__name__}"
    names = [name for name, _ in network.named_modules() if name not in ("", "image")]
    modes = {module: module.training for module in network.modules()}
    try:
        with _outputs(network, names) as heard, torch.random.fork_rng():
            output = network.eval()(image)
    except Exception as error:
        raise ValueError(f"{found} makes no image {made} ({error}): must be {WANTED}") from error
    finally:
        for module, mode in modes.items():
            module.training = mode
    if not isinstance(output, Tensor) or output.shape != image.shape:
        given = f"shape {tuple(output.shape)}" if isinstance(output, Tensor) else type(output)
        raise ValueError(f"{found} makes {given} {made}: must be {WANTED}")
    return [name for name, runs in heard.items() if len(runs) == 1 and isinstance(runs[0], Tensor)]


@contextmanager
def _outputs(network: nn.Module, names: Iterable[str]) -> Iterator[dict[str, list[Any]]]:
    """Collect what submodules give while the block runs, by name and in the order of their runs."""
    heard: dict[str, list[Any]] = {}

    def listen(name: str) -> Any:
        def hook(module: nn.Module, inputs: Any, output: Any) -> None:
            # A copy, because the next module may work in place.
            kept = output.clone() if isinstance(output, Tensor) else output
            heard.setdefault(name, []).append(kept)

        return network.get_submodule(name).register_forward_hook(hook)

    handles = [listen(name) for name in names]
    try:
        yield heard
    finally:
        for handle in handles:
            handle.remove()
