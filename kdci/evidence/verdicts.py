"""From results to verdicts.

A comparison takes one number from each of two systems, the student and a rival, and pairs them by
seed. From the differences follow their mean and its 95% interval (Student's t). The comparison

- **agrees** with the claim if the interval excludes zero, on the side that the claim says;
- **contradicts** it if the interval excludes zero on the other side;
- has **none shown**, no difference, otherwise;
- is **missing** if a result of one of its seeds is not there. Then it counts for nothing.

An interval that comes closer to zero than a millionth of the rival's mean does not exclude it: such
differences are errors of rounding.

Where the claim says that the two are *the same*, an interval around zero is not enough: a wide one
would hide any difference. There the comparison **agrees** if the whole interval lies within 5% of
the rival's mean, on both sides of zero, **contradicts** the claim if the whole interval lies
outside, and has **none shown**, neither, otherwise. The claim is

- **reproduced** if all comparisons agree;
- **mostly** reproduced if at least two of three agree, but not all;
- **rarely** reproduced if at most one of three agrees, but not none;
- **partly** reproduced in between;
- **not reproduced** if none agrees;
- **not attempted** if there is no comparison, or all are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from kdci.evidence.claims import BENCHMARKS, Claim, Evidence, load_claims
from kdci.evidence.numbers import Numbers
from kdci.metrics.statistics import Summary, paired_differences
from kdci.studies import FOLDER
from kdci.studies.results import Result, load_results

RULE = __doc__.split("\n\n", 1)[1]
"""The rule in Markdown: this module's docstring, without its title."""
READINGS = ("agrees", "contradicts", "none shown", "missing")
NEGLIGIBLE = 1e-6
"""Share of the rival's mean below which a difference is an error of rounding."""
MARGIN = 0.05
"""Share of the rival's mean within which two systems are the same; the rule above says it, too."""


@dataclass(frozen=True)
class Finding:
    """What was found: system minus rival, and the rival's mean; None if results are missing."""

    evidence: Evidence
    difference: Summary | None = None
    rival: float | None = None

    @property
    def reading(self) -> str:
        """What it says of the claim, one of `READINGS`."""
        if self.difference is None or self.rival is None:
            return "missing"
        if self.evidence.expected == "same":
            return _sameness(self.difference, MARGIN * abs(self.rival))
        nothing = NEGLIGIBLE * abs(self.rival)
        sides = {"higher": self.difference.low > nothing, "lower": self.difference.high < -nothing}
        if not any(sides.values()):
            return "none shown"
        expected = self.evidence.expected
        return "agrees" if expected == "any" or sides[expected] else "contradicts"


def _sameness(difference: Summary, margin: float) -> str:
    if -margin <= difference.low and difference.high <= margin:
        return "agrees"
    outside = difference.low > margin or difference.high < -margin
    return "contradicts" if outside else "none shown"


@dataclass(frozen=True)
class Verdict:
    """A claim, and what was found for each of its comparisons."""

    claim: Claim
    findings: tuple[Finding, ...]

    def count(self, reading: str) -> int:
        """Return the number of findings with a reading."""
        return sum(finding.reading == reading for finding in self.findings)

    def on(self, modality: str) -> Verdict:
        """Return the verdict by the comparisons of one modality alone."""
        return Verdict(
            self.claim, tuple(one for one in self.findings if one.evidence.modality == modality)
        )

    @property
    def word(self) -> str:
        """The verdict."""
        there = len(self.findings) - self.count("missing")
        if not there:
            return "not attempted"
        agree = self.count("agrees")
        if agree in (0, there):
            return "reproduced" if agree else "not reproduced"
        if 3 * agree >= 2 * there:
            return "mostly"
        return "rarely" if 3 * agree <= there else "partly"

    @property
    def counted(self) -> str:
        """The verdict in Markdown, with how many comparisons agree of those that are there."""
        there = len(self.findings) - self.count("missing")
        return f"**{self.word}**" + (f" ({self.count('agrees')} of {there})" if there else "")


def load_evidence(
    claims: Iterable[Claim], folder: str | Path, benchmarks: str | Path = BENCHMARKS
) -> list[Result]:
    """Return all results that the claims' comparisons use, as far as they are there.

    Args:
        claims: from `kdci.evidence.claims.load_claims`.
        folder: has a folder of results for each study.
        benchmarks: has a folder of results for each benchmark.

    Raises:
        ValueError: if a result is damaged.
    """
    evidence = [one for claim in claims for one in claim.evidence]
    studies = sorted({(one.study, one.benchmark) for one in evidence})
    folders = [
        Path(benchmarks if is_benchmark else folder) / name for name, is_benchmark in studies
    ]
    found = (load_results(path) for path in folders if any(path.glob("*.json")))
    return [r for results in found for r in results if any(one.uses(r) for one in evidence)]


def judge(claims: Iterable[Claim], results: Iterable[Result]) -> list[Verdict]:
    """Return the verdict on each claim, by the rule that this module's docstring states.

    Raises:
        ValueError: if the results do not have a metric, or a seed of a system is there twice.
    """
    by_study: dict[str, list[Result]] = {}
    for result in results:
        by_study.setdefault(result.study, []).append(result)
    numbers = {study: Numbers(own) for study, own in by_study.items()}
    return [
        Verdict(claim, tuple(_find(evidence, numbers) for evidence in claim.evidence))
        for claim in claims
    ]


def released(folder: str | Path = FOLDER) -> dict[str, Verdict]:
    """Return the verdicts on the book's claims, by their ids.

    Args:
        folder: that of the experiments, which has the results.
    """
    claims = load_claims()
    results = load_evidence(claims, Path(folder) / "results")
    return {verdict.claim.id: verdict for verdict in judge(claims, results)}


def _find(evidence: Evidence, numbers: Mapping[str, Numbers]) -> Finding:
    study = numbers.get(evidence.study, Numbers([]))
    ours, theirs = (
        study.seeds_of(name, evidence.acceleration, evidence.metric, evidence.seeds)
        for name in (evidence.system, evidence.rival)
    )
    if not evidence.seeds or not set(evidence.seeds) == set(ours) == set(theirs):
        return Finding(evidence)
    return Finding(evidence, paired_differences(ours, theirs), fmean(theirs.values()))
