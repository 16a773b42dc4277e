"""Plant the faults of a list in the package, one at a time, and see that its tests notice each.

    python -m tools.planted_faults now             # in today's code, as the last commit has it
    python -m tools.planted_faults then            # in that of before the package was restructured
    python -m tools.planted_faults now NAME ...    # these faults alone

``tests/planted/faults.yaml`` is the list. Each fault is planted in the files of a commit, in a
folder of their own, and only the tests that the list names are run. First they are run without any
fault, and must pass. What was found goes to ``benchmarks/results/planted_faults.json``, beside what
is there of other faults. The exit status is 1 if a fault goes unnoticed.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kdci import checks, files
from kdci.sealed import read_sealed, seal_of, write_sealed
from kdci.studies.mappings import check_mapping
from kdci.studies.provenance import device_name, provenance
from kdci.studies.yaml_files import ConfigurationError, load
from tools.prove_alias import checked_out

ROOT = Path(__file__).parents[1]
FAULTS = ROOT / "tests" / "planted" / "faults.yaml"
RESULT = ROOT / "benchmarks" / "results" / "planted_faults.json"
COMMITS = {"now": "HEAD", "then": "cd1eb77262f2f1288854c2b012070fabccc16743"}
"""By suite. "then" is the last commit before the rooms of the package got their names of today."""
TEXT = {"file": str, "old": str, "new": str, "tests": list[str]}
ENTRY = {"name": str, "breaks": str, **TEXT, "then": dict | str}
PYTEST = ("-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider")
NODE = ("node", "--test", "--test-reporter=tap")
NOTICED = re.compile(r"^(?:FAILED|ERROR|not ok \d+ -) (.+?)(?: - .*)?$", re.M)
PASSED, FAILED = 0, 1
"""Exit status of pytest and of node's tests; any other says that they could not be run."""


@dataclass(frozen=True)
class Change:
    """One text for another in a file, and the tests that must notice it."""

    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    @property
    def seal(self) -> str:
        """A hash, so that a result says for which texts and tests it was found."""
        return seal_of(vars(self))[:12]

    def planted_in(self, text: str) -> str:
        """Return the text of the file with the fault in it.

        Raises:
            ValueError: if the old text is not there, or more than once.
        """
        if (count := text.count(self.old)) != 1:
            raise ValueError(f"{self.file}: {self.old!r} is there {count} times: must be once")
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Fault:
    """A fault.

    Attributes:
        name: of the fault.
        breaks: what it breaks, in words.
        now: in today's code.
        then: in the code of then, or None where there was no such code.
    """

    name: str
    breaks: str
    now: Change
    then: Change | None


def read_faults(path: Path = FAULTS) -> list[Fault]:
    """Read the list.

    Raises:
        ValueError: if something is wrong in it; file, line and key are named.
    """
    return load(path, lambda content: [_fault(one, at) for at, one in enumerate(content)])


def _fault(entry: Mapping[str, Any], at: int) -> Fault:
    check_mapping(entry, ENTRY, required=ENTRY, key=(at,))
    then = entry["then"]
    now = {name: entry[name] for name in TEXT}
    if isinstance(then, str):  # why there was none
        return Fault(entry["name"], entry["breaks"], _change(now, at), None)
    check_mapping(then, TEXT, key=(at, "then"))
    return Fault(entry["name"], entry["breaks"], _change(now, at), _change({**now, **then}, at))


def _change(values: Mapping[str, Any], at: int) -> Change:
    if values["old"] == values["new"]:
        raise ConfigurationError("is the old text: must be another", (at, "new"))
    return Change(values["file"], values["old"], values["new"], tuple(values["tests"]))


@contextmanager
def planted(tree: Path, change: Change) -> Iterator[None]:
    """Change a file while the block runs."""
    path = tree / change.file
    whole = files.read_text(path)
    path.write_text(change.planted_in(whole), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(whole, encoding="utf-8")


def failing(tree: Path, tests: Iterable[str]) -> str:
    """Run tests in a folder up to the first that fails, and return its name; "" if all pass.

    Raises:
        ValueError: if they cannot be run.
    """
    chosen = list(tests)
    scripts = [name for name in chosen if name.endswith(".js")]
    rest = [name for name in chosen if name not in scripts]
    commands = [[*NODE, *scripts]] if scripts else []
    commands += [[sys.executable, *PYTEST, "-x", *rest]] if rest else []
    return next(filter(None, (_run(tree, command) for command in commands)), "")


def _run(tree: Path, command: Sequence[str]) -> str:
    with TemporaryDirectory(prefix="kdci-planted-") as cache:  # of images that a fault has spoilt
        environment = {
            **os.environ,
            **{"PYTHONPATH": str(tree), "OMP_NUM_THREADS": "1", "KDCI_CACHE": cache},
            "PYTHONDONTWRITEBYTECODE": "1",  # a file of the same size and second would be taken
        }
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode == PASSED:
        return ""
    noticed = NOTICED.search(done.stdout)
    if done.returncode != FAILED or not noticed:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise ValueError(f"{' '.join(command)}: status {done.returncode}:\n{said}")
    return noticed[1]


def found(
    tree: Path, commit: str, changes: Mapping[str, Change]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield name of a fault and what noticed it ("" if nothing has), in which commit, how fast.

    Raises:
        ValueError: if a test fails without any fault.
    """
    every = sorted({name for change in changes.values() for name in change.tests})
    if broken := failing(tree, every):
        raise ValueError(f"{broken}: fails without any fault")
    for name, change in changes.items():
        start = time.monotonic()
        with planted(tree, change):
            noticed = failing(tree, change.tests)
        row = {"noticed_by": noticed, "seconds": round(time.monotonic() - start, 1)}
        yield name, {**row, "commit": commit, "change": change.seal}


def save(suite: str, row: Mapping[str, Any], known: Iterable[str], path: Path = RESULT) -> None:
    """Write what was found of a fault beside what is there of others of the list, in its order."""
    suites = read_sealed(path)["suites"] if path.is_file() else {}
    both = {**suites.get(suite, {}), **row}
    suites[suite] = {name: both[name] for name in known if name in both}
    source = provenance(device_name("cpu"))
    write_sealed(path, {"suites": suites, "provenance": source}, indent=1)


def main(words: Sequence[str] | None = None) -> int:
    """Plant, print, write the result; return 1 if a fault goes unnoticed, else 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("suite", choices=COMMITS)
    parser.add_argument("faults", nargs="*", help="names; all of the list if left out")
    options = parser.parse_args(words)
    known = {f.name: c for f in read_faults() if (c := getattr(f, options.suite))}
    for name in options.faults:
        checks.one_of("faults", name, known)
    commit = _commit(COMMITS[options.suite])
    chosen = {name: known[name] for name in options.faults or known}
    unnoticed = 0
    with checked_out(commit) as tree:
        for name, row in found(tree, commit, chosen):
            save(options.suite, {name: row}, known)
            unnoticed += not row["noticed_by"]
            print(f"{name}: {row['noticed_by'] or 'NOT NOTICED'} ({row['seconds']} s)", flush=True)
    print(f"{len(chosen) - unnoticed} of {len(chosen)} faults are noticed")
    return int(bool(unnoticed))


def _commit(name: str) -> str:
    command = ["git", "-C", str(ROOT), "rev-parse", "--verify", f"{name}^{{commit}}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
