"""The primary comparisons, at most one a claim and modality, tested as one family.

Many comparisons find something by chance. So the p-values of the primary ones are adjusted for
their number by Holm's method; a difference counts as shown where the adjusted p is at most 0.05,
and the verdicts follow these (`kdci.evidence.verdicts`).
Where none is shown, the power says what could have been, and a test of equivalence whether the two
are shown to be the same within a margin.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import stats

from kdci.evidence.claims import Evidence
from kdci.evidence.markdown import interval, markdown
from kdci.evidence.verdict_tables import in_unit, unit, unit_and_digits
from kdci.evidence.verdicts import LEVEL, Finding, Verdict
from kdci.metrics.hypotheses import (
    detectable,
    equivalence_p_value,
    holm_levels,
    p_value,
)
from kdci.metrics.statistics import Summary, at_confidence
from kdci.studies.results import Result

POWER = 0.8
MARGINS = {"dB": 0.5, "%": 10.0}
"""Differences within which two systems count as the same: half a dB is a third of the paper's
largest gain; in per cent of the rival's mean, where the number has no unit."""
RESAMPLES = 2000


@dataclass(frozen=True)
class Primary:
    """A primary comparison, and what the tests of its family say of it.

    Args:
        claim: the claim's id.
        finding: as in the claim's verdict.
        difference: in its unit, with the interval of the level at which Holm's method tests it.
        p: of the paired t-test.
        adjusted: the same by Holm's method.
        detectable: the smallest true difference that would probably have been shown, in its unit.
        equivalence: p-value of the test that the difference is within the margin of its unit.
    """

    claim: str
    finding: Finding
    difference: Summary
    p: float
    adjusted: float
    detectable: float
    equivalence: float

    @property
    def reading(self) -> str:
        """What it says of the claim, among all primary comparisons."""
        return self.finding.withstands

    @property
    def same(self) -> bool:
        """Whether the two are shown to be the same, within the margin."""
        return self.equivalence <= LEVEL

    @property
    def label(self) -> str:
        """What is compared, in a few words."""
        return f"{self.finding.evidence.modality}, {self.finding.evidence.label}"


def primaries(verdicts: Iterable[Verdict]) -> list[Primary]:
    """Return the primary comparisons of some verdicts; those that are missing are left out.

    Raises:
        ValueError: if there is none, or one has fewer than two seeds.
    """
    chosen = [
        (verdict.claim.id, found, found.adjusted)
        for verdict in verdicts
        for found in verdict.findings
        if found.adjusted is not None
    ]
    differences = [in_unit(found) for _, found, _ in chosen]
    p_values = [p_value(difference) for difference in differences]
    levels = holm_levels(p_values, LEVEL)
    return [
        Primary(
            claim,
            found,
            at_confidence(differences[at], 1 - levels[at]),
            p_values[at],
            adjusted,
            detectable(differences[at], LEVEL, POWER),
            equivalence_p_value(differences[at], MARGINS[unit(found.evidence)]),
        )
        for at, (claim, found, adjusted) in enumerate(chosen)
    ]


def over_images(evidence: Evidence, results: Iterable[Result]) -> tuple[float, float]:
    """Return the 95% interval of a mean difference over test images, by a bootstrap.

    Each image counts with the mean of its differences over seeds, so this interval says how far the
    mean would move with other images of the same kind. The bootstrap is that of percentiles (Efron
    1979); its draws have a seed of their own.

    Args:
        evidence: a comparison of a metric of images, as "psnr".
        results: of which those of the comparison are used.

    Raises:
        ValueError: if a seed lacks one of the two, or they are not of as many images.
    """
    pairs: dict[int, dict[str, list[float]]] = {}
    for result in results:
        if evidence.uses(result):
            pairs.setdefault(result.seed, {})[result.system] = result.metrics[evidence.metric]
    for seed, pair in pairs.items():
        if pair.keys() != {evidence.system, evidence.rival}:
            raise ValueError(f"results: seed {seed} has {sorted(pair)}: must have both systems")
    each = [np.subtract(pair[evidence.system], pair[evidence.rival]) for pair in pairs.values()]
    found = stats.bootstrap(
        (np.mean(each, axis=0),),
        np.mean,
        n_resamples=RESAMPLES,
        method="percentile",
        rng=np.random.default_rng(0),
    ).confidence_interval
    return float(found.low), float(found.high)


def table(found: Iterable[Primary]) -> str:
    """Return a table of primary comparisons: what was found, and how surely."""
    header = ["claim", "comparison", "reading", "over seeds", "p, adjusted"]
    rows = []
    for one in found:
        name, digits = unit_and_digits(one.finding.evidence)
        value = f"{interval(in_unit(one.finding), digits)} {name}"
        rows.append([one.claim, one.label, f"**{one.reading}**", value, _p(one.adjusted)])
    return markdown(header, rows)


def power_table(found: Iterable[Primary], results: Iterable[Result]) -> str:
    """Return a table of primary comparisons: what else one would like to know of each.

    Args:
        found: from `primaries`.
        results: those behind them.
    """
    results = list(results)
    header = ["claim", "comparison", "could be shown", "the same?", "over images"]
    rows = []
    for one in found:
        evidence = one.finding.evidence
        name, images = unit(evidence), ""
        if evidence.metric == "psnr":
            low, high = over_images(evidence, results)
            images = f"[{low:+.2f}, {high:+.2f}] {name}"
        size = f"{float(f'{one.detectable:.2g}'):g} {name}"
        rows.append([one.claim, one.label, size, "yes" if one.same else "not shown", images])
    return markdown(header, rows)


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"
