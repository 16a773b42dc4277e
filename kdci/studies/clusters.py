"""Where runs are executed: this machine's cores, or a cluster that a YAML file names.

The file has a class of Dask's, its arguments, and how many workers there are to be:

    class: dask_jobqueue.SLURMCluster
    workers: 8
    arguments: {cores: 1, memory: 8GB, walltime: "12:00:00"}

Each worker must have one thread; all of them must see the experiments folder.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kdci import checks
from kdci.studies.mappings import check_mapping
from kdci.studies.yaml_files import ConfigurationError, about, load

MISSING = "no module {name!r}: a study needs it: pip install {package}"
ACCELERATORS = ("auto", "cpu", "cuda", "mps")
SETTINGS = {
    "distributed.scheduler.worker-saturation": 1.0,  # workers hold no run but the one they do
    "distributed.scheduler.rootish-taskgroup": 10**9,  # so all others wait in one queue, by urgency
    "distributed.scheduler.rootish-taskgroup-dependencies": 10**9,
    "distributed.scheduler.worker-ttl": None,  # a machine may sleep; a dead worker hangs up
    "distributed.worker.profile.enabled": False,
    # Dask hands freed memory back at once; training takes it again a moment later, which costs
    # nearly half of the time. So let malloc keep what it has.
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 2**32,
    "distributed.nanny.pre-spawn-environ.MALLOC_MMAP_THRESHOLD_": 2**32,
    "distributed.worker.preload": ["kdci.studies.preload"],
}


@dataclass(frozen=True)
class ClusterConfig:
    """A cluster: a class of Dask's, its arguments, and how many workers it is to have."""

    path: str
    workers: int
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @contextmanager
    def started(self) -> Iterator[Any]:
        """Start the cluster, without workers; end it at the end.

        Raises:
            ModuleNotFoundError: if Dask, or the cluster's module, is not installed.
        """
        dask = _module("dask", "'kdci[study]'")
        kind = _attribute(self.path)
        with dask.config.set(SETTINGS), kind(**self.arguments) as cluster:
            yield cluster


def this_machine(jobs: int | None = None, accelerator: str = "auto") -> ClusterConfig:
    """Return the cluster of ``jobs`` processes on this machine, as many as it has room for.

    That is one for each core that this process may use, or one where there is a GPU. Memory is not
    managed: runs are larger than Dask's data, and spilling would not help them.

    Raises:
        ValueError: if ``jobs`` is not a positive integer, or this machine has no such accelerator.
    """
    check_accelerator(accelerator)
    if accelerator not in (there := accelerators()):
        found = ", ".join(map(repr, there))
        raise ValueError(f"accelerator={accelerator!r}: this machine has {found}")
    jobs = default_jobs(accelerator) if jobs is None else checks.integer_in("jobs", jobs, 1, 10**4)
    arguments: dict[str, Any] = {
        "n_workers": 0,
        "threads_per_worker": 1,
        "processes": True,
        "memory_limit": 0,
    }
    arguments |= {"dashboard_address": "127.0.0.1:0", "host": "127.0.0.1", "silence_logs": 50}
    return ClusterConfig("distributed.LocalCluster", jobs, arguments)


def check_accelerator(accelerator: str) -> None:
    """Check that there is such a kind of device.

    Raises:
        ValueError: if there is not: with those that there are.
    """
    checks.one_of("accelerator", accelerator, ACCELERATORS)


def accelerators() -> list[str]:
    """Return the kinds of device that PyTorch finds on this machine."""
    import torch

    found = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return [name for name in ACCELERATORS if found.get(name, True)]


def default_jobs(accelerator: str = "auto") -> int:
    """Return how many runs this machine has room for at a time."""
    import torch

    if accelerator != "cpu" and torch.cuda.is_available():
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def load_cluster(path: str | Path) -> ClusterConfig:
    """Return the cluster that a YAML file describes.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if something is wrong in it: with file, line and key.
    """
    cluster: ClusterConfig = load(path, _read)
    return cluster


def _read(content: Any) -> ClusterConfig:
    check_mapping(content, {"class": str, "workers": int, "arguments": dict}, ("class", "workers"))
    with about():
        checks.integer_in("workers", content["workers"], 1, 10**5)
    if "." not in content["class"]:
        message = f"is {content['class']!r}: must be a module and a class, as in package.Class"
        raise ConfigurationError(message, ("class",))
    return ClusterConfig(content["class"], content["workers"], content.get("arguments", {}))


def _attribute(path: str) -> Any:
    """Return what a dotted path names."""
    module, _, name = path.rpartition(".")
    package = module.split(".")[0]
    found = getattr(_module(module, package.replace("_", "-")), name, None)
    if found is None:
        raise ValueError(f"class={path!r}: the module {module!r} has no {name!r}")
    return found


def _module(name: str, package: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(MISSING.format(name=error.name, package=package)) from error
