"""Where a number comes from: code, data, machine and time."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

import kdci
from kdci import files


def code_commit() -> str:
    """Return the commit of the code that runs: $KDCI_COMMIT, else git's, else "unknown".

    A working tree with uncommitted changes of the package is marked "+changes".
    """
    if os.environ.get("KDCI_COMMIT"):
        return os.environ["KDCI_COMMIT"]
    package = Path(kdci.__file__).parent

    def git(*words: str) -> str:
        command = ["git", "-C", str(package), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    try:
        changed = git("status", "--porcelain", "--", ".")
        return git("rev-parse", "HEAD") + ("+changes" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def provenance(device: str) -> dict[str, Any]:
    """Return version, commit, machine, device, and the time now (UTC)."""
    return {
        "version": kdci.__version__,
        "commit": code_commit(),
        "torch": torch.__version__,
        "machine": f"{platform.system()} {processor()}, {os.cpu_count()} cores",
        "device": device,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def processor(about: Path = Path("/proc/cpuinfo")) -> str:
    """Return the processor's architecture, the instructions that PyTorch uses on it, and its model.

    Two models can differ in the last bit of a result. A virtual machine may hide the model's name
    behind one that several have, so its family and number are said, too. Where the system tells
    nothing, architecture and instructions stand alone.
    """
    told: dict[str, str] = {}
    for line in files.shown(about).splitlines():
        key, _, value = line.partition(":")
        told.setdefault(key.strip(), value.strip())
    kind = [f"{key.split()[-1]} {told[key]}" for key in ("cpu family", "model") if key in told]
    inside = ", ".join([*kind, torch.backends.cpu.get_cpu_capability()])
    return " ".join(filter(None, [platform.machine(), told.get("model name"), f"({inside})"]))


def device_name(accelerator: str = "auto") -> str:
    """Return the name of the device that a run with ``accelerator`` uses."""
    if accelerator != "cpu" and torch.cuda.is_available():
        return torch.cuda.get_device_name()
    return "cpu"
