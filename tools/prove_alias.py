"""Prove by one run that today's code computes what an older commit's code computed.

    python tools/prove_alias.py 5a5e43e mri-acceleration student-af8-0

The run, and its teachers before it, is made twice on this machine: by the code of the commit and by
today's. Only if all metrics, measures of the encoder and curves that the older code gives, and the
weights, are equal in every bit is the pair of hashes of the code written to
``experiments/results/aliases.yaml``. A commit that did not hash its code stands there itself.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from kdci import files
from kdci.studies.aliases import ALIASES, code_of_commit, load_aliases

ROOT = Path(__file__).parents[1]
VALUES = ("metrics", "encoder", "curves")
MAKE = """
import importlib, inspect, json, sys
from pathlib import Path
import torch
import kdci
root, study, name, folder = sys.argv[1:]
assert Path(kdci.__file__).is_relative_to(root), kdci.__file__
room = "studies" if (Path(root) / "kdci/studies").is_dir() else "experiments"
run, studies = (importlib.import_module(f"kdci.{room}.{module}") for module in ("run", "study"))
torch.set_num_threads(1)
runs = {run.name: run for run in studies.load_study(Path(root) / f"experiments/{study}.yaml")}
if name not in runs:
    sys.exit(f"run={name!r}: {study} has no such run")
chain = [runs[name]]
while chain[-1].teacher:
    chain.append(runs[chain[-1].teacher])
for one in reversed(chain):
    run.execute(one, runs.get(one.teacher), Path(folder), "cpu")
one, hashed = runs[name], None
if (Path(root) / f"kdci/{room}/code.py").is_file():
    code_sha256 = importlib.import_module(f"kdci.{room}.code").code_sha256
    rule = inspect.signature(code_sha256).parameters
    hashed = code_sha256(*(getattr(one, name) for name in ("modality", "is_noisy")[: len(rule)]))
path = Path(folder) / "results" / study / f"{name}.json"
weights = (Path(folder) / "weights" / study / f"{name}.safetensors").read_bytes()
result = json.loads(path.read_bytes())
print(json.dumps({"code": hashed, "weights": weights.hex(), "result": result}))
"""
"""What makes the run, by the code of a folder: of old names of modules, or of today's."""


def made(root: Path, study: str, run: str) -> dict[str, Any]:
    """Return result, weights and the hash of the code of a run made by the code of a folder.

    Raises:
        ValueError: if that fails; says how.
    """
    with TemporaryDirectory(prefix="kdci-alias-") as folder:
        environment = {**os.environ, "PYTHONPATH": str(root), "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            [sys.executable, "-c", MAKE, str(root), study, run, folder],
            cwd=root, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise ValueError(f"{root}: the run failed: {last}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return what differs between a run made by two codes: empty if all is equal in every bit.

    What only today's code measures, a result of the older one does not hold, and is no difference.
    """
    found = [
        f"{part}.{name}"
        for part in VALUES
        for name in sorted(old["result"][part])
        if old["result"][part][name] != new["result"][part].get(name)
    ]
    proofs = [each["result"]["provenance"]["config_sha256"] for each in (old, new)]
    found += ["configuration"] if proofs[0] != proofs[1] else []
    return found + (["weights"] if old["weights"] != new["weights"] else [])


def entry(old: Mapping[str, Any], new: Mapping[str, Any], run: str, commit: str) -> dict[str, Any]:
    """Return what is to be written of a proof."""
    result, source = new["result"], new["result"]["provenance"]
    proof = {"study": result["study"], "run": run, "commit": commit}
    proof |= {name: source[name] for name in ("machine", "torch", "finished")}
    return {
        "old": old["code"] or code_of_commit(result["modality"], commit),
        "new": new["code"],
        "modality": result["modality"],
        "proof": proof,
    }


def add(new: Mapping[str, Any], path: Path = ALIASES) -> None:
    """Add an entry to the table, atomically.

    Raises:
        ValueError: if the older hash is there already, or both are the same.
    """
    if new["old"] == new["new"]:
        raise ValueError(f"code_sha256={new['old']!r}: is the same: nothing to write")
    load_aliases.cache_clear()
    if new["old"] in load_aliases(path):
        raise ValueError(f"code_sha256={new['old']!r}: is in {path} already")
    before = files.read_text(path) if path.is_file() else ""
    files.write_text(path, before + yaml.safe_dump([dict(new)], sort_keys=False))
    load_aliases.cache_clear()


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """Give the files of a commit, in a folder of their own that is removed in the end."""
    with TemporaryDirectory(prefix="kdci-commit-") as temporary:
        folder = Path(temporary).resolve() / "kdci"
        _git("worktree", "add", "--detach", "--quiet", str(folder), commit)
        try:
            yield folder
        finally:
            _git("worktree", "remove", "--force", str(folder))


def main(words: Sequence[str] | None = None) -> int:
    """Make the run twice, compare, and write the entry; return 0 if they are equal, else 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("commit", "study", "run"):
        parser.add_argument(name)
    options = parser.parse_args(words)
    try:
        commit = _git("rev-parse", "--verify", f"{options.commit}^{{commit}}")
        with checked_out(commit) as folder:
            old = made(folder, options.study, options.run)
        new = made(ROOT, options.study, options.run)
        if found := differences(old, new):
            print(f"not equal, nothing is written: {', '.join(found)}", file=sys.stderr)
            return 1
        add(entry(old, new, options.run, commit))
    except (ValueError, subprocess.CalledProcessError) as error:
        print(getattr(error, "stderr", None) or error, file=sys.stderr)
        return 1
    print(f"equal in every bit: {old['code'] or commit} is {new['code']} today")
    return 0


def _git(*words: str) -> str:
    command = ["git", "-C", str(ROOT), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
