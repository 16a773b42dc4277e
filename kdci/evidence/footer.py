"""The footer of an executed page: from which code, data, seeds and machine its numbers come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kdci.studies.results import Result
from kdci.studies.state import CODES, code_of


def footer(results: Iterable[Result], commands: Iterable[str]) -> str:
    """Return the provenance of results as a Markdown table.

    Args:
        results: all results that the page shows.
        commands: what rebuilds them.
    """
    results = list(results)
    source = [result.provenance for result in results]
    seconds = sum(p["seconds"] for p in source)
    finished = sorted(p["finished"] for p in source)
    rows = {
        "Studies": _all(f"`{r.study}`" for r in results),
        "Runs": f"{len(results)}, {_duration(seconds)} of computing in all",
        "Seeds": _all(str(r.seed) for r in results),
        "Data": "SHA-256 " + _all(f"`{p['data_sha256'][:12]}`" for p in source),
        "Code": "<br>".join(_commits(source)),
        "Made by": _codes(results),
        "Machine": _all(
            (f"{p['device']} ({p['machine']}), torch {p['torch']}" for p in source), "<br>"
        ),
        "Finished": f"{finished[0]} to {finished[-1]}",
        "Rebuild with": "<br>".join(f"`{command}`" for command in commands),
    }
    lines = ["| Item | Value |", "|---|---|"]
    return "\n".join(lines + [f"| {name} | {value} |" for name, value in rows.items()])


def _codes(results: Iterable[Result]) -> str:
    """Return how many runs are of today's code, of other code, and of code that is not known."""
    counts = Counter(code_of(result) for result in results)
    return ", ".join(f"{code}: {counts[code]}" for code in CODES if counts[code])


def _duration(seconds: float) -> str:
    """Return a time in hours, or in minutes where tenths of an hour are too coarse."""
    if seconds < 6:
        return "a few seconds"
    return f"{seconds / 3600:.1f} hours" if seconds >= 1800 else f"{seconds / 60:.1f} minutes"


def _commits(source: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the commits of each version of the code, a line a version."""
    found: dict[str, set[str]] = {}
    for p in source:
        found.setdefault(p["version"], set()).add(f"`{p['commit'][:12]}`")
    return [f"kdci {version}, commit {_all(found[version])}" for version in sorted(found)]


def _all(values: Iterable[str], between: str = ", ") -> str:
    unique = sorted(set(values), key=lambda value: (len(value), value))
    return between.join(unique)
