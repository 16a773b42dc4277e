"""A study that runs in seconds."""

import copy

import yaml

from kdci.studies.clusters import ClusterConfig

TINY = {
    "study": "tiny",
    "evaluate_on": "validation",
    "accelerations": [4],
    "seeds": [0],
    "training": {"steps": 4, "batch_size": 2, "encoder_rate": 30, "monitor_every": 2},
    "data": {"size": 32, "train": 8, "validation": 4, "test": 4},
    "systems": {
        "teacher": {"role": "teacher", "variant": "half the acceleration", "relaxed": 0.5},
        "baseline": {"role": "baseline", "variant": "E2E"},
        "student": {
            "role": "student",
            "variant": "L_DEC 0.1",
            "distillation": {"teacher": "teacher", "decoder": 0.1, "encoder": 0.01},
        },
        "radial": {"role": "fixed", "variant": "radial", "mask": "radial"},
        "floor": {
            "role": "fixed",
            "variant": "zero-filled",
            "mask": "energy-ranked",
            "decoder": "zero-filled",
        },
    },
}


def changed(**changes):
    """Return the tiny study with other values; None removes a key."""
    study = copy.deepcopy(TINY) | changes
    return {key: value for key, value in study.items() if value is not None}


def written(path, **changes):
    """Write the tiny study, with other values, as YAML, and return the path."""
    path.write_text(yaml.safe_dump(changed(**changes), sort_keys=False), encoding="utf-8")
    return path


def in_process(workers=1):
    """Return a cluster of threads of this process: quick to start, and open to monkeypatching."""
    arguments = {"n_workers": 0, "threads_per_worker": 1, "processes": False, "memory_limit": 0}
    return ClusterConfig(
        "distributed.LocalCluster", workers, {**arguments, "dashboard_address": "127.0.0.1:0"}
    )


def names(runs):
    """Return the names of runs."""
    return [run.name for run in runs]
