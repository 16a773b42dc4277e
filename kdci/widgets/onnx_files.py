"""Modules as ONNX files, weights within, and nothing of the machine that wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn


def write_graph(
    module: nn.Module,
    inputs: tuple[Tensor, ...],
    input_names: Sequence[str],
    output_names: Sequence[str],
    path: Path,
) -> None:
    """Write a module as an ONNX file.

    Args:
        module: what the graph computes.
        inputs: examples, whose shapes are those of the graph.
        input_names: a name for each input.
        output_names: a name for each output.
        path: of the file.

    Raises:
        RuntimeError: if the exporter returns no graph.
    """
    with torch.no_grad():
        program = torch.onnx.export(
            module,
            inputs,
            input_names=input_names,
            output_names=output_names,
            dynamo=True,
            verbose=False,
        )
    if program is None:
        raise RuntimeError(f"{path}: the exporter returned no graph")
    for node in program.model.graph.all_nodes():
        node.metadata_props.clear()  # traces of the exporter: half of the file, and our folders
    program.save(path, external_data=False)
