"""Trained weights on disk: safetensors, never pickle; checked for damage and shape on loading."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn

from kdci import files


def save_weights(system: nn.Module, path: str | Path) -> str:
    """Write the weights of ``system`` atomically and return the file's SHA-256."""
    tensors = {name: t.detach().cpu().contiguous() for name, t in system.state_dict().items()}
    content = save(tensors)
    files.write_bytes(path, content)
    return files.sha256(content)


def load_weights(system: nn.Module, path: str | Path, sha256: str | None = None) -> None:
    """Fill ``system`` with the weights in a file.

    Args:
        system: a system of the architecture that was saved; unchanged if an error is raised.
        path: the safetensors file.
        sha256: the file's expected SHA-256, as `save_weights` returned it; without it, a weight
            that is changed and still a number is not noticed.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if the file is damaged, has another hash, or is of another system.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"weights={str(path)!r}: no such file: restore it or train again")
    content = path.read_bytes()
    if sha256 is not None and files.sha256(content) != sha256:
        actual = files.sha256(content)
        raise ValueError(
            f"weights={str(path)!r}: damaged or of another run: its SHA-256 is {actual[:12]}..., "
            f"expected {sha256[:12]}...: restore the file or train again"
        )
    try:
        tensors = load(content)
    except SafetensorError as error:
        raise ValueError(
            f"weights={str(path)!r}: damaged, or not a safetensors file ({error}): "
            "restore the file or train again"
        ) from error
    wanted, found = _shapes(system.state_dict()), _shapes(tensors)
    if wanted != found:
        wrong = sorted(set(wanted.items()) ^ set(found.items()))
        name, shape = wrong[0]
        raise ValueError(
            f"weights={str(path)!r}: of another system: {name} {shape} is not in both, "
            "nor are " + f"{len(wrong) - 1} more: build the system that was saved"
        )
    for name, values in tensors.items():
        if not bool(torch.isfinite(values).all()):
            raise ValueError(
                f"weights={str(path)!r}: damaged: {name} has values that are not finite: "
                "restore the file or train again"
            )
    system.load_state_dict(tensors)


def _shapes(tensors: Mapping[str, Tensor]) -> dict[str, tuple[tuple[int, ...], bool]]:
    """Return the shape of each tensor, and whether its values are floating-point numbers."""
    return {name: (tuple(t.shape), t.is_floating_point()) for name, t in tensors.items()}
