"""What there is: every study, what it asks, and what its results have cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kdci import files
from kdci.evidence.markdown import markdown
from kdci.studies.paths import result_path
from kdci.studies.results import Result, load_result
from kdci.studies.study import Study, read_study


@dataclass(frozen=True)
class Entry:
    """A study, the comment at the top of its file, and the results that it has so far."""

    study: Study
    purpose: str
    results: tuple[Result, ...]

    @property
    def core_hours(self) -> float:
        """Hours that its runs have trained, one process each, without waiting."""
        return float(sum(result.provenance["seconds"] for result in self.results)) / 3600

    @property
    def devices(self) -> str:
        """On what it was trained, with the number of runs if there are several."""
        found = [result.provenance["device"] for result in self.results]
        kinds = sorted(set(found), key=found.count, reverse=True)
        return ", ".join(f"{kind} ({found.count(kind)})" if kinds[1:] else kind for kind in kinds)


def inventory(folder: str | Path) -> list[Entry]:
    """Return an entry for each study of a folder, by tier and name; results lie below it.

    Raises:
        ValueError: if a study or a result is damaged.
    """
    entries = [_entry(path, Path(folder)) for path in sorted(Path(folder).glob("*.yaml"))]
    return sorted(entries, key=lambda entry: (entry.study.tier, entry.study.name))


def _entry(path: Path, folder: Path) -> Entry:
    study = read_study(path)
    found = (result_path(run, folder) for run in study.runs)
    results = tuple(load_result(place) for place in found if place.exists())
    return Entry(study, purpose(files.read_text(path)), results)


def purpose(text: str) -> str:
    """Return the comment at the top of a YAML file, as one paragraph."""
    lines = text.splitlines()
    end = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return " ".join(line.removeprefix("#").strip() for line in lines[:end])


def core_hours(entries: Sequence[Entry], tier: str) -> float:
    """Return how long all runs of a tier have trained [h], one after the other."""
    return sum(entry.core_hours for entry in entries if entry.study.tier == tier)


def table(entries: Sequence[Entry]) -> str:
    """Return studies, runs, hours and devices as Markdown."""
    rows = [
        [
            f"`{entry.study.name}`",
            entry.study.tier,
            entry.purpose,
            f"{len(entry.results)} of {len(entry.study.runs)}",
            f"{entry.core_hours:.1f}",
            entry.devices,
        ]
        for entry in entries
    ]
    return markdown(["study", "tier", "what it asks", "runs", "hours", "trained on"], rows)
