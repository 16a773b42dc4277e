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
outside, and has **none shown**, neither, otherwise.

A claim has at most one *primary* comparison for each instrument. The primary comparisons alone
decide, and they have to withstand their number: one whose p-value, adjusted by Holm's method for
all primary comparisons of all claims, is above 0.05 counts as none shown. Where a claim has no
primary comparison, all its comparisons decide. The claim is

- **reproduced** if all comparisons that decide agree;
- **mostly** reproduced if at least two of three agree, but not all;
- **rarely** reproduced if at most one of three agrees, but not none;
- **partly** reproduced in between;
- **not reproduced** if none agrees;
- **not attempted** if there is no comparison, or all are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from kdci.evidence.claims import BENCHMARKS, Claim, Evidence, load_claims
from kdci.evidence.numbers import Numbers
from kdci.metrics.hypotheses import holm, p_value
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
LEVEL = 0.05
"""The largest adjusted p-value of a primary comparison that shows something; see the rule above."""


@dataclass(frozen=True)
class Finding:
    """What was found: system minus rival, and the rival's mean; None if results are missing.

    Args:
        evidence: what is compared.
        difference: over seeds, with its 95% interval.
        rival: its mean.
        adjusted: p-value of a primary comparison, by Holm's method; None of all others.
    """

    evidence: Evidence
    difference: Summary | None = None
    rival: float | None = None
    adjusted: float | None = None

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

    @property
    def withstands(self) -> str:
        """What a primary comparison says among all primary ones; of others, what they say."""
        weak = self.adjusted is not None and self.adjusted > LEVEL
        return "none shown" if weak else self.reading


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
    def primaries(self) -> tuple[Finding, ...]:
        """The primary comparisons that are there."""
        return tuple(one for one in self.findings if one.adjusted is not None)

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """The comparisons that decide: the primary ones, or else all that are there."""
        there = tuple(one for one in self.findings if one.difference is not None)
        return self.primaries or there

    @property
    def word(self) -> str:
        """The verdict."""
        deciding = [one.withstands for one in self.deciding]
        if not deciding:
            return "not attempted"
        agree = deciding.count("agrees")
        if agree in (0, len(deciding)):
            return "reproduced" if agree else "not reproduced"
        if 3 * agree >= 2 * len(deciding):
            return "mostly"
        return "rarely" if 3 * agree <= len(deciding) else "partly"

    @property
    def counted(self) -> str:
        """The verdict in Markdown, with how many of the comparisons that decide agree."""
        deciding = [one.withstands for one in self.deciding]
        agree = f" ({deciding.count('agrees')} of {len(deciding)})" if deciding else ""
        return f"**{self.word}**{agree}"


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

    Args:
        claims: all that share the family of primary comparisons.
        results: of their comparisons, as far as they are there.

    Raises:
        ValueError: if the results do not have a metric, or a seed of a system is there twice.
    """
    by_study: dict[str, list[Result]] = {}
    for result in results:
        by_study.setdefault(result.study, []).append(result)
    numbers = {study: Numbers(own) for study, own in by_study.items()}
    judged = list(claims)
    found = _adjusted(_find(evidence, numbers) for claim in judged for evidence in claim.evidence)
    return [Verdict(claim, tuple(next(found) for _ in claim.evidence)) for claim in judged]


def _adjusted(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings; the primary ones have a p-value that is adjusted for their number."""
    found = list(findings)
    family = [
        (at, p_value(one.difference))
        for at, one in enumerate(found)
        if one.evidence.primary and one.difference is not None
    ]
    if family:
        places, p_values = zip(*family, strict=True)
        for at, adjusted in zip(places, holm(p_values), strict=True):
            found[at] = replace(found[at], adjusted=adjusted)
    yield from found


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
