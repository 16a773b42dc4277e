"""Ours beside deepinv's operators, in one process of an environment that has both.

    .venv-benchmark/bin/python -m benchmarks.deepinv_kernels --sides 16 32

Prints JSON in its last line; `benchmarks/kernels.py` runs it and keeps that.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from importlib.metadata import version
from pathlib import Path

import torch
from torch.library import Library

from benchmarks.deepinv_cases import cases
from benchmarks.measure import compare, one_thread


def declare_operators() -> Library | None:
    """Make torchvision importable beside a torch without CUDA, for as long as the result is kept.

    The registry's torchvision is built for CUDA, so that its compiled operators do not load beside
    such a torch, and then its Python part fails at the import where it refers to two of them. They
    are declared here, and have no code: the physics uses none of torchvision's operators.

    Raises:
        ModuleNotFoundError: if there is no torchvision.
    """
    specification = importlib.util.find_spec("torchvision")
    if specification is None:
        raise ModuleNotFoundError("torchvision: install what benchmarks/requirements.txt says")
    try:
        torch.ops.load_library(str(Path(specification.origin).parent / "_C.so"))
    except OSError:
        library = Library("torchvision", "DEF")
        for name in ("nms", "qnms"):
            library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        return library
    return None


def main() -> None:
    """Measure, and print the result."""
    parser = argparse.ArgumentParser(description="Ours beside deepinv's operators.")
    parser.add_argument("--sides", type=int, nargs="+", default=[16])
    parser.add_argument("--repeats", type=int, default=10)
    arguments = parser.parse_args()
    one_thread()
    declared = declare_operators()
    rows = [compare(case, arguments.repeats) for s in arguments.sides for case in cases(s)]
    packages = ("deepinv", "torch", "torchvision")
    versions = {package: version(package) for package in packages}
    print(json.dumps({"versions": versions, "stub": declared is not None, "rows": rows}))


if __name__ == "__main__":
    main()
