"""Results that nobody trained for, to test what is made of results."""

import json
from dataclasses import asdict

from kdci.sealed import SEAL, write_sealed
from kdci.studies.identity import config_sha256
from kdci.studies.integrity import LABELS, PROVENANCE
from kdci.studies.results import Result

TEXTS = {name: "x" for name, kind in PROVENANCE.items() if kind is str}
HASHES = {name: "0" * 64 for name in PROVENANCE if name.endswith("_sha256")}
SOURCE = {**TEXTS, **HASHES, "seconds": 0.5, "steps": 0}
"""A whole provenance."""


def made_up(system="student", seed=0, psnr=(30.0,), acceleration=8, **changes):
    """Return a whole result with these values; ``changes`` are further attributes.

    Its configuration says the same, and its provenance has the hash of that.
    """
    said = {
        "study": "s",
        "modality": "mri",
        "role": "student",
        "variant": "x",
        "system": system,
        "acceleration": acceleration,
        "snr_db": None,
        "seed": seed,
        "evaluated_on": "test",
        "metrics": {"psnr": list(psnr)},
        "encoder": {},
        "curves": {},
        **changes,
    }
    labels = {LABELS[name]: said[name] for name in LABELS}
    labels |= {"acceleration": acceleration, "snr_db": said["snr_db"]}
    images = len(next(iter(said["metrics"].values()), ()))
    stored = {**labels, "data": {said["evaluated_on"]: images}, "training": {"seed": seed}}
    stored |= {"distillation": None}
    steps = int(said["curves"].get("step", [-1])[-1]) + 1
    provenance = SOURCE | {"config_sha256": config_sha256(stored), "steps": steps}
    return Result(**{"configuration": stored, "provenance": provenance} | said)


def edit(path, change):
    """Change a result's content on disk by hand, and give it the hash that it needs then."""
    content = json.loads(path.read_bytes())
    change(content)
    write_sealed(path, {name: value for name, value in content.items() if name != SEAL})


def other_configuration(path):
    """Make a result one of another configuration, whole in itself."""

    def change(content):
        content["configuration"]["training"]["clip"] = 7
        found = config_sha256(content["configuration"])
        content["provenance"]["config_sha256"] = found

    edit(path, change)


def made_for(run, psnr=30.0, **provenance):
    """Return a whole result of a run: ``psnr`` [dB] for each image."""
    images = getattr(run.data, run.evaluate_on)
    return made_up(
        run.system,
        run.seed,
        acceleration=run.acceleration,
        metrics={"psnr": [psnr] * images},
        configuration=asdict(run),
        provenance=SOURCE | {"config_sha256": run.sha256()} | provenance,
        **{name: getattr(run, LABELS[name]) for name in LABELS if name not in ("system", "seed")},
        snr_db=run.snr_db,
    )
