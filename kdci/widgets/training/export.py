"""A training step, and an evaluation, as ONNX graphs.

The graph's inputs and outputs are named as the fields of `kdci.widgets.training.step`: "batch",
"count", "latent", "moments.0", "weights.3", ...; what comes out of a step under the name
"next.weights.3" goes into the next one as "weights.3".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch._decomp import core_aten_decompositions, get_decompositions
from torch.fx.experimental.proxy_tensor import make_fx

from kdci.widgets.onnx_files import write_graph
from kdci.widgets.training.step import Settings, State, Step

aten = torch.ops.aten
Named = dict[str, Tensor]
Part = TypeVar("Part", Settings, State)


def flat(part: Settings | State) -> Named:
    """Return all tensors of settings or a state by their names."""
    named: Named = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, Tensor):
            named[field.name] = value
        else:
            named |= {f"{field.name}.{index}": one for index, one in enumerate(value)}
    return named


def unflat(kind: type[Part], named: Named) -> Part:
    """Return settings or a state made of named tensors."""
    parts: dict[str, Any] = {}
    for field in fields(kind):
        if field.name in named:
            parts[field.name] = named[field.name]
        else:
            prefix = f"{field.name}."
            parts[field.name] = [one for name, one in named.items() if name.startswith(prefix)]
    return kind(**parts)


def export_step(step: Step, batch: Tensor, settings: Settings, state: State, path: Path) -> None:
    """Write a step as an ONNX file, without any weights: they are inputs."""
    named = {"batch": batch, **flat(settings), **flat(state)}

    def run(*values: Tensor) -> tuple[Tensor, ...]:
        given = dict(zip(named, (torch.clone(one) for one in values), strict=True))
        before = unflat(Settings, given), unflat(State, given)
        task, distance, mask, after = step(given["batch"], *before)
        return task, distance, mask, *flat(after).values()

    outputs = ("task", "distance", "mask", *(f"next.{name}" for name in flat(state)))
    _export(run, named, outputs, path)


def export_evaluation(
    step: Step, batch: Tensor, settings: Settings, state: State, path: Path
) -> None:
    """Write what a system makes of a batch as an ONNX file: reconstructions and mask."""
    named = {"batch": batch, "count": settings.count, "latent": state.latent}
    named |= {f"weights.{index}": one for index, one in enumerate(state.weights)}

    def run(*values: Tensor) -> tuple[Tensor, Tensor]:
        given = dict(zip(named, values, strict=True))
        weights = [one for name, one in given.items() if name.startswith("weights.")]
        return step.reconstruct(given["batch"], given["count"], given["latent"], weights)

    _export(run, named, ("images", "mask"), path)


def _export(
    run: Callable[..., tuple[Tensor, ...]], named: Named, outputs: tuple[str, ...], path: Path
) -> None:
    values = tuple(one.detach().clone() for one in named.values())  # an alias becomes a constant
    graph = make_fx(run, decomposition_table=_decompositions())(*values)
    for node in graph.graph.nodes:
        if node.op == "call_function" and "detach" in str(node.target):
            node.target = aten.alias.default
    graph.recompile()
    write_graph(_Traced(graph).eval(), values, list(named), outputs, path)


class _Traced(nn.Module):
    """A traced function as a module; an attribute called "graph" would break the export."""

    def __init__(self, traced: nn.Module) -> None:
        super().__init__()
        self.traced = traced

    def forward(self, *values: Tensor) -> tuple[Tensor, ...]:
        found: tuple[Tensor, ...] = self.traced(*values)
        return found


def _decompositions() -> dict[Any, Callable[..., Any]]:
    """Return how gradients are computed by what ONNX has."""
    table = dict(core_aten_decompositions())
    table.update(
        get_decompositions(
            [aten.native_group_norm_backward, aten.silu_backward, aten.mse_loss_backward]
        )
    )
    table[aten.convolution_backward.default] = _convolution_backward
    return table


def _convolution_backward(
    gradient: Tensor,
    x: Tensor,
    weight: Tensor,
    _: object,
    stride: list[int],
    padding: list[int],
    dilation: list[int],
    transposed: bool,
    outer: list[int],
    groups: int,
    wanted: list[bool],
) -> tuple[Tensor | None, Tensor | None, Tensor | None]:
    """Return the gradients of a convolution of stride 1, by convolutions."""
    if transposed or list(stride) != [1, 1] or groups != 1:
        found = f"stride={stride}, groups={groups}"
        raise ValueError(f"{found}: must be 1 in a network for the browser")
    kernel, pad = weight.shape[-1], padding[0]
    plain = [1, 1], False, [0, 0], 1
    back = weight.flip((2, 3)).transpose(0, 1)
    of_x = aten.convolution(gradient, back, None, [1, 1], [kernel - 1 - pad] * 2, *plain)
    of_weight = aten.convolution(
        x.transpose(0, 1), gradient.transpose(0, 1), None, [1, 1], [pad, pad], *plain
    )
    return (
        of_x if wanted[0] else None,
        of_weight.transpose(0, 1),
        gradient.sum((0, 2, 3)) if wanted[2] else None,
    )
