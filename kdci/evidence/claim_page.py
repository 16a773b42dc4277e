"""What the pages of the claims have in common: statement, verdict, counts, comparisons, sources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kdci import checks
from kdci.evidence import verdict_tables
from kdci.evidence.claims import BENCHMARKS, load_claims
from kdci.evidence.footer import footer
from kdci.evidence.kinds import by_kind
from kdci.evidence.verdicts import Verdict, judge, load_evidence
from kdci.studies import FOLDER
from kdci.studies.results import Result

UP = "../"
"""From the folder of these pages to the pages of evidence."""


@dataclass(frozen=True)
class ClaimPage:
    """A claim's verdict, and the results behind it, as Markdown."""

    verdict: Verdict
    results: tuple[Result, ...]

    @property
    def statement(self) -> str:
        """What the paper says, in our words."""
        return f"> {self.verdict.claim.statement}"

    @property
    def said(self) -> str:
        """The verdict in a sentence, with how many comparisons have which reading."""
        return verdict_tables.sentence(self.verdict)

    @property
    def counts(self) -> str:
        """A table of readings by modality, kind of teacher and noise."""
        kinds = by_kind(self.verdict.findings)
        return verdict_tables.tally({", ".join(kind): found for kind, found in kinds.items()})

    @property
    def comparisons(self) -> str:
        """A table with a row for each comparison, and one of where its results lie."""
        parts = verdict_tables.findings(self.verdict), verdict_tables.sources(self.verdict, UP)
        return "\n\n".join(parts)

    @property
    def footer(self) -> str:
        """The provenance of the results, and what makes them again."""
        shown = [one.evidence for one in self.verdict.findings if one.difference]
        commands = sorted(set(map(verdict_tables.command, shown)))
        return footer(self.results, commands) if self.results else "There are no results."

    def readings(
        self, modality: str, study: str = "", label: str = "", metric: str = ""
    ) -> list[str]:
        """Return the readings of comparisons on an instrument whose names hold these texts."""
        return [
            one.reading
            for one in self.verdict.findings
            if one.evidence.modality == modality
            and study in one.evidence.study
            and label in one.evidence.label
            and metric in one.evidence.metric
        ]


def open_claim(name: str, own_results: str | Path | None = None) -> ClaimPage:
    """Return the page of a claim of the book.

    Args:
        name: its id, such as "C1".
        own_results: a folder that has one for each study and benchmark; None is those of the book.

    Raises:
        ValueError: if there is no such claim, or a result is damaged.
    """
    claims = load_claims()
    checks.one_of("name", name, [claim.id for claim in claims])
    folders = (own_results or FOLDER / "results", own_results or BENCHMARKS)
    results = load_evidence(claims, *folders)
    verdict = next(one for one in judge(claims, results) if one.claim.id == name)
    used = [r for r in results if any(one.uses(r) for one in verdict.claim.evidence)]
    return ClaimPage(verdict, tuple(used))
