"""The paper's claims, and what is compared for each of them: ``book/claims.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, get_type_hints

from kdci import checks
from kdci.studies import RELEASED
from kdci.studies.configuration import Run
from kdci.studies.mappings import check_mapping
from kdci.studies.results import Result
from kdci.studies.study import load_study
from kdci.studies.yaml_files import ConfigurationError, Key, about, load

CLAIMS = RELEASED.parent / "book" / "claims.yaml"
BENCHMARKS = RELEASED.parent / "benchmarks" / "results"
"""Where the results of benchmarks lie that are evidence: a folder each, a file a repetition."""
MODALITIES = ("MRI", "SPC", "SD-CASSI", "filter array")
EXPECTED = ("higher", "lower", "any", "same")

Runs = Callable[[str], list[Run]]
Repetitions = Mapping[str, int]


@dataclass(frozen=True)
class Evidence:
    """A comparison of two systems of one study, or one benchmark, paired by seed.

    Args:
        modality: one of `MODALITIES`.
        study: its name.
        label: what is compared, in a few words.
        system: whose results are compared,
        rival: and with whose.
        acceleration: of both.
        metric: of images, such as "psnr"; of the encoder, such as "condition_number"; or
            "mean_encoder_gradient"; of a benchmark, such as "milliseconds".
        expected: "higher" or "lower", if that is what the claim says of the system; "any", if it
            says that there is a difference; "same", if it says that there is none.
        page: the notebook that shows it; empty if none does.
        primary: whether it is the one comparison of its claim and modality that counts first.
        seeds: those that the study has for both; empty while the study is only planned. A
            benchmark's are its repetitions.
        benchmark: whether ``study`` is the name of a benchmark.

    Raises:
        ValueError: if the modality or what is expected is unknown.
    """

    modality: str
    study: str
    label: str
    system: str
    rival: str
    acceleration: float
    metric: str
    expected: str
    page: str = ""
    primary: bool = False
    seeds: tuple[int, ...] = ()
    benchmark: bool = False

    def __post_init__(self) -> None:
        """Check what can be checked without the study."""
        checks.one_of("modality", self.modality, MODALITIES)
        checks.one_of("expected", self.expected, EXPECTED)

    def uses(self, result: Result) -> bool:
        """Return whether a result is one of those that are compared."""
        return (
            result.study == self.study
            and result.system in (self.system, self.rival)
            and result.acceleration == self.acceleration
        )


@dataclass(frozen=True)
class Claim:
    """A claim: its id, the paper's statement, the evidence, if any, and what is asked of it."""

    id: str
    statement: str
    evidence: tuple[Evidence, ...] = ()
    question: str = ""


FILE = {"planned": list[str], "benchmarks": dict, "claims": dict}
CLAIM = {"question": str, "statement": str, "evidence": list[dict]}  # type: ignore[type-arg]  # read at runtime
FOUND = {"seeds", "benchmark"}
"""What a comparison does not say of itself."""
EVIDENCE = {name: hint for name, hint in get_type_hints(Evidence).items() if name not in FOUND}


def load_claims(path: str | Path = CLAIMS, studies: str | Path = RELEASED) -> list[Claim]:
    """Return the claims that a YAML file lists, each comparison checked against its study.

    The key ``benchmarks`` gives the number of repetitions of each benchmark that has no study:
    benchmarks/<name>.py, which writes benchmarks/results/<name>/.

    Args:
        path: of the file.
        studies: folder of the studies' YAML files.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if a key is unknown, missing or there twice, a type wrong, a study or system
            unknown, or two comparisons of a claim and modality are primary; it names file, line
            and key.
    """
    return load(path, partial(_claims, studies=Path(studies)))


def _claims(content: Any, studies: Path) -> list[Claim]:
    check_mapping(content, FILE, required=("claims",))
    runs = cache(partial(_runs, studies=studies, planned=content.get("planned", ())))
    benchmarks = content.get("benchmarks", {})
    check_mapping(benchmarks, dict.fromkeys(benchmarks, int), key=("benchmarks",))
    for name, repetitions in benchmarks.items():
        with about("benchmarks"):
            checks.integer_in(name, repetitions, 1, 10**6)
    return [_claim(name, said, runs, benchmarks) for name, said in content["claims"].items()]


def _claim(name: str, said: Any, runs: Runs, benchmarks: Repetitions) -> Claim:
    key = ("claims", name)
    check_mapping(said, CLAIM, required=("statement",), key=key)
    evidence = tuple(
        _evidence(values, (*key, "evidence", index), runs, benchmarks)
        for index, values in enumerate(said.get("evidence", ()))
    )
    _check_primaries(evidence, key)
    return Claim(name, said["statement"].strip(), evidence, said.get("question", ""))


def _check_primaries(evidence: Collection[Evidence], key: Key) -> None:
    """Raise an error if a modality has two primary comparisons."""
    primary = [one.modality for one in evidence if one.primary]
    for modality in MODALITIES:
        if primary.count(modality) > 1:
            found = f"{modality} has {primary.count(modality)} comparisons with primary: true"
            raise ConfigurationError(f"{found}: must be at most 1", (*key, "evidence"))


def _evidence(values: Mapping[str, Any], key: Key, runs: Runs, benchmarks: Repetitions) -> Evidence:
    check_mapping(values, EVIDENCE, required=EVIDENCE.keys() - {"page", "primary"}, key=key)
    with about(*key):
        if values["study"] in benchmarks:
            repetitions = tuple(range(benchmarks[values["study"]]))
            return Evidence(**values, seeds=repetitions, benchmark=True)
        there = runs(values["study"])
        return Evidence(**values, seeds=_seeds(values, there, key) if there else ())


def _runs(study: str, studies: Path, planned: Collection[str]) -> list[Run]:
    """Return a study's runs; none, if it is planned and not there yet."""
    path = studies / f"{study}.yaml"
    if path.is_file():
        return load_study(path)
    if study not in planned:
        raise ValueError(f"study={study!r}: there is no {path}, nor is it planned")
    return []


def _seeds(values: Mapping[str, Any], runs: list[Run], key: Key) -> tuple[int, ...]:
    """Return the seeds that the study has for both systems."""
    shared = {run.seed for run in runs}
    for part in ("system", "rival"):
        name, acceleration = values[part], values["acceleration"]
        found = {r.seed for r in runs if (r.system, r.acceleration) == (name, acceleration)}
        if not found:
            where = f"in {values['study']} at acceleration {acceleration:g}"
            raise ConfigurationError(f"{name!r}: there is no such system {where}", (*key, part))
        shared &= found
    return tuple(sorted(shared))
