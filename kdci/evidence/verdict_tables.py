"""Verdicts as the page shows them: words, units, and Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kdci import checks
from kdci.evidence.claims import MODALITIES, Evidence
from kdci.evidence.markdown import interval, markdown
from kdci.evidence.verdicts import READINGS, Finding, Verdict
from kdci.metrics.statistics import Summary

UNITS = {"psnr": ("dB", 2), "ssim": ("SSIM", 3), "sam": ("°", 2)}
"""Unit and digits of the metrics of images, by the first part of their name."""
PERCENT = ("%", 1)
"""All else has no unit: it is shown as a share of the rival's mean."""

NARROW = ["primary com\N{SOFT HYPHEN}parison", "agrees", "contra\N{SOFT HYPHEN}dicts", "none shown"]
"""Heads of the columns of a modality's table, which may break: it should fit on a phone."""

SAID = {
    "agrees": ("agree", "agrees"),
    "contradicts": ("contradict", "contradicts"),
    "none shown": ("show neither", "shows neither"),
    "missing": ("are missing", "is missing"),
}
"""What is said of several comparisons with a reading, and of one."""


def unit(evidence: Evidence) -> str:
    """Return the unit in which a comparison's difference is shown."""
    return unit_and_digits(evidence)[0]


def unit_and_digits(evidence: Evidence) -> tuple[str, int]:
    """Return the unit of a comparison's difference, and how many digits of it are shown."""
    return UNITS.get(evidence.metric.split("_")[0], PERCENT)


def in_unit(finding: Finding) -> Summary:
    """Return the difference of a finding, in its `unit`.

    Raises:
        ValueError: if the finding is missing.
    """
    difference, rival = finding.difference, finding.rival
    if difference is None or rival is None:
        raise ValueError(f"finding: {finding.evidence.label} has no results")
    scale = 100 / rival if unit(finding.evidence) == "%" else 1
    parts = {name: scale * getattr(difference, name) for name in ("mean", "low", "high")}
    return replace(difference, **parts, spread=abs(scale) * difference.spread)


def command(evidence: Evidence) -> str:
    """Return the command that makes a comparison's results again."""
    if evidence.benchmark:
        return f"python benchmarks/{evidence.study}.py"
    return f"kdci study run experiments/{evidence.study}.yaml"


def of_modality(verdicts: Iterable[Verdict], modality: str) -> str:
    """Return a table of what the comparisons of one modality say, and which claims have none.

    Raises:
        ValueError: if there is no such modality.
    """
    checks.one_of("modality", modality, MODALITIES)
    rows, without = [], []
    for verdict in verdicts:
        own = verdict.on(modality)
        if not own.findings:
            without.append(verdict.claim.id)
            continue
        primary = [one.withstands for one in own.primaries]
        counts = [str(own.count(reading)) for reading in READINGS[:3]]
        said = f"**{verdict.claim.id}.** {verdict.claim.statement}"
        rows.append([said, *(primary or ["has none"]), *counts])
    header = ["what the paper says", *NARROW]
    none = f"These claims have no comparison on this instrument: {', '.join(without)}."
    return markdown(header, rows) + (f"\n\n{none}" if without else "")


def tally(groups: Mapping[str, Iterable[Finding]]) -> str:
    """Return a table of how many findings of each group have which reading.

    It has a column for those that are missing only if there are any: it should fit on a phone.
    """
    read = {name: [one.reading for one in findings] for name, findings in groups.items()}
    missing = any("missing" in found for found in read.values())
    readings = READINGS if missing else READINGS[:3]
    rows = [
        [name, *(str(found.count(reading)) for reading in readings), str(len(found))]
        for name, found in read.items()
    ]
    return markdown(["kind", *readings, "all"], rows)


def sentence(verdict: Verdict) -> str:
    """Return the verdict in a sentence, with how many comparisons have which reading."""
    decide = "primary comparisons" if verdict.primaries else "comparisons"
    of_all = f"Of all {len(verdict.findings)}, taken one by one, {_counts(verdict)}."
    return f"Verdict, by its {decide}: {verdict.counted}.{_weakened(verdict)} {of_all}"


def _counts(verdict: Verdict) -> str:
    """Return how many comparisons agree and contradict, and how many do neither, if any."""
    counts = {reading: verdict.count(reading) for reading in READINGS}
    *parts, last = (
        f"{count or 'none'} {SAID[reading][count == 1]}"
        for reading, count in counts.items()
        if count or reading in READINGS[:2]
    )
    return f"{', '.join(parts)}{',' * (len(parts) > 1)} and {last}"


def _weakened(verdict: Verdict) -> str:
    """Return how many primary comparisons show something only if they are taken alone."""
    count = sum(one.withstands != one.reading for one in verdict.findings)
    beaten = "the interval excludes zero, but this does not withstand the number of comparisons"
    return f" In {count} more {beaten}." if count else ""


def findings(verdict: Verdict) -> str:
    """Return a table with a row for each comparison.

    It has a column for the measure only if there are several: it should fit on a phone.
    """
    header = ["comparison", "reading", "measure", "mean [95% interval] ± spread", "seeds"]
    rows = [_row(finding) for finding in verdict.findings]
    if len({row[2] for row in rows}) == 1:
        header = [*header[:2], f"{rows[0][2]}: {header[3]}", header[4]]
        rows = [[*row[:2], *row[3:]] for row in rows]
    return markdown(header, rows)


def sources(verdict: Verdict, folder: str = "") -> str:
    """Return a table of the studies behind a verdict.

    Args:
        verdict: on a claim.
        folder: where the pages of evidence lie, from the page that shows the table.
    """
    by_study: dict[str, list[Evidence]] = {}
    for finding in verdict.findings:
        by_study.setdefault(finding.evidence.study, []).append(finding.evidence)
    rows = []
    for study, own in by_study.items():
        modalities, page = ", ".join(dict.fromkeys(one.modality for one in own)), own[-1].page
        where = "benchmarks" if own[-1].benchmark else "experiments"
        linked = f"[{modalities}]({folder}{page}.md)" if page else modalities
        rows.append([linked, f"`{where}/results/{study}/`", f"`{command(own[-1])}`"])
    return markdown(["page", "results", "made again by"], rows)


def _row(finding: Finding) -> list[str]:
    evidence = finding.evidence
    metric = evidence.metric.replace("_", " ").replace("psnr", "PSNR").replace("dB", " dB")
    weakened = "" if finding.withstands == finding.reading else " (adjusted: none shown)"
    name = f"{evidence.modality}, {evidence.label}"  # one column: it leaves room on a phone
    named = [name, finding.reading + weakened, metric]
    if finding.difference is None:
        return [*named, "", ""]
    of_unit, digits = unit_and_digits(evidence)
    shown = in_unit(finding)
    value = f"{interval(shown, digits)} ± {shown.spread:.{digits}f} {of_unit}"
    return [*named, value, str(shown.count)]
