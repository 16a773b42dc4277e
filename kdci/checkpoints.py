"""Checkpoints of a training run: one safetensors file, written atomically, never pickle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from kdci import files
from kdci.configuration import TrainingConfig


def tensors_sha256(tensors: Mapping[str, Tensor]) -> str:
    """Return the SHA-256 of tensors, by name, shape, type and value."""
    return files.sha256(save({name: t.detach().cpu().contiguous() for name, t in tensors.items()}))


def run_identity(system: nn.Module, loss: nn.Module, config: TrainingConfig, images: Tensor) -> str:
    """Return a hash of all that decides a training run: systems, loss, configuration, data.

    It covers the weights at the start, so a system that has been trained on cannot pick up a
    checkpoint of its earlier self by mistake.
    """
    parts = {
        "system": [repr(system), tensors_sha256(system.state_dict())],
        "loss": [repr(loss), tensors_sha256(loss.state_dict())],
        "config": asdict(config),
        "images": tensors_sha256({"images": images}),
    }
    return files.sha256(json.dumps(parts, sort_keys=True).encode())


class Checkpoint:
    """The state of one training run on disk.

    Args:
        path: the file; its folder is made, and must be writable.
        identity: hash of the run, from `run_identity`.

    Raises:
        PermissionError: if the folder cannot be written.
    """

    def __init__(self, path: str | Path, identity: str) -> None:
        self.path, self.identity = Path(path), identity
        files.check_writable(self.path.parent)

    def save(
        self,
        system: nn.Module,
        optimizers: Mapping[str, torch.optim.Optimizer],
        curves: Mapping[str, list[float]],
        step: int,
    ) -> None:
        """Save the state after ``step`` steps."""
        tensors = {f"system/{name}": value for name, value in system.state_dict().items()}
        for part, optimizer in optimizers.items():
            for index, state in optimizer.state_dict()["state"].items():
                for key, value in state.items():
                    tensors[f"{part}/{index}/{key}"] = torch.as_tensor(value)
        tensors = {name: t.detach().cpu().contiguous() for name, t in tensors.items()}
        about = json.dumps({"identity": self.identity, "step": step, "curves": curves})
        metadata = {"kdci": about, "sha256": _sha256(tensors, about)}
        files.write_bytes(self.path, save(tensors, metadata=metadata))

    def load(
        self,
        system: nn.Module,
        optimizers: Mapping[str, torch.optim.Optimizer],
        curves: dict[str, list[float]],
    ) -> int:
        """Fill all three from the file and return the next step; 0 if there is no file.

        Raises:
            ValueError: if the file is of another run; or if it is damaged in any bit, or not a
                checkpoint: then it is kept aside, under a name that the error tells.
        """
        if not self.path.exists():
            return 0
        about, tensors = self._read()
        if about["identity"] != self.identity:
            raise ValueError(
                f"checkpoint={str(self.path)!r}: of another run (another system, loss, "
                "configuration or data): name another file, or delete it to start afresh"
            )
        groups: dict[str, dict[str, Tensor]] = {}
        for name, value in tensors.items():
            part, key = name.split("/", 1)
            groups.setdefault(part, {})[key] = value
        system.load_state_dict(groups["system"])
        for part, optimizer in optimizers.items():
            state: dict[int, dict[str, Any]] = {}
            for name, value in groups.get(part, {}).items():
                index, key = name.split("/")
                state.setdefault(int(index), {})[key] = value
            optimizer.load_state_dict({**optimizer.state_dict(), "state": state})
        curves.update(about["curves"])
        return int(about["step"])

    def _read(self) -> tuple[dict[str, Any], dict[str, Tensor]]:
        try:
            with safe_open(self.path, framework="pt") as file:
                metadata = file.metadata() or {}
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            about = metadata["kdci"]
            if _sha256(tensors, about) != metadata["sha256"]:
                raise ValueError("its content is not that of its hash")
            return json.loads(about), tensors
        except (SafetensorError, KeyError, ValueError, OSError) as error:
            kept = files.keep_aside(self.path, "damaged")
            self.path.unlink()
            raise ValueError(
                f"checkpoint={str(self.path)!r}: damaged, or not a checkpoint of kdci ({error}): "
                f"kept aside as {kept.name!r}: train again to start afresh"
            ) from error


def _sha256(tensors: Mapping[str, Tensor], about: str) -> str:
    """Return the hash of what a checkpoint holds."""
    return files.sha256(save(dict(tensors), metadata={"kdci": about}))
