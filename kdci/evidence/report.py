"""What a study has and lacks, as text: how far its runs are, its table, and what a run would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from statistics import fmean

from kdci.data.folder import advice, data_folder
from kdci.evidence.markdown import escaped, markdown, plus_minus
from kdci.metrics.statistics import summarize
from kdci.modalities import find_modality
from kdci.studies.configuration import SPLITS, Run
from kdci.studies.paths import RESULTS, error_path, result_path
from kdci.studies.plan import Plan
from kdci.studies.results import Result
from kdci.studies.state import State, damage_of, differences, result_of, state_of
from kdci.studies.study import Study


def status(study: Study, folder: Path) -> str:
    """Return how many runs of each system are in which state, and where the logs of failures are.

    "stale" is finished, but of other code or data than today's.
    """
    states = {run: state_of(run, folder) for run in study.runs}
    counts: dict[str, Counter[State]] = {
        system: Counter() for system in (*systems(study.runs), "all")
    }
    for run, state in states.items():
        counts[run.system][state] += 1
        counts["all"][state] += 1
    rows = [[name, *(str(count[state]) for state in State)] for name, count in counts.items()]
    lines = [f"{study.name} ({study.tier} tier)", *_aligned(["system", *State], rows)]
    for run, state in states.items():
        if state == State.FAILED:
            lines.append(f"failed: {run.name}: {error_path(run, folder)}")
        if state == State.DAMAGED:
            lines.append(f"damaged: {run.name}: {damage_of(run, folder)}")
    lines += [
        f"unknown: {path}: no run of the study has this name" for path in strays(study, folder)
    ]
    stale = {run: result_of(run, folder) for run, state in states.items() if state == State.STALE}
    why = Counter(" and ".join(differences(run, result)) for run, result in stale.items() if result)
    lines += [f"stale: {count} of other {what} than today's" for what, count in why.items()]
    return "\n".join(lines)


def table(study: Study, folder: Path, metric: str = "psnr") -> str:
    """Return mean ± spread over seeds by system and acceleration, as Markdown.

    Where seeds are missing it says how many there are.

    Raises:
        ValueError: if no run has such a metric.
    """
    accelerations = sorted({run.acceleration for run in study.runs})
    damaged = [run for run in study.runs if damage_of(run, folder)]
    results = {r: None if r in damaged else result_of(r, folder) for r in study.runs}
    known = sorted({name for result in results.values() if result for name in result.metrics})
    if known and metric not in known:
        raise ValueError(f"metric={metric!r}: must be one of {', '.join(map(repr, known))}")
    rows = []
    for system in systems(study.runs):
        runs = [run for run in study.runs if run.system == system]
        found = [[results[r] for r in runs if r.acceleration == a] for a in accelerations]
        cells = [_cell(those, metric) for those in found]
        rows.append([system, escaped(runs[0].variant), runs[0].evaluate_on, *cells])
    amount = find_modality(study.runs[0].modality).amount
    header = ["system", "variant", "images", *map(amount.said, accelerations)]
    return markdown(header, rows)


def strays(study: Study, folder: Path) -> list[Path]:
    """Return the files among the results of a study that are of none of its runs."""
    own = {result_path(run, folder) for run in study.runs}
    return sorted(set((folder / RESULTS / study.name).glob("*.json")) - own)


def dry_run(work: Plan) -> str:
    """Return what would be run, the most urgent first, and whether its data are there."""
    stale = work.stale.intersection(work.finished)
    lines = [
        f"{len(work.todo)} runs to do, {len(work.finished)} finished, {len(stale)} of them stale"
    ]
    lines += [f"damaged: {run.name}: {damage}" for run, damage in work.damaged.items()]
    for run in work.todo:
        waits = f", after {run.teacher}" if work.teachers.get(run) in work.todo else ""
        lines.append(f"{run.study}/{run.name}{waits}")
    for name in sorted({run.data.folder for run in work.todo if run.data.folder}):
        there = all((data_folder(name) / f"{split}.npy").is_file() for split in SPLITS)
        lines.append(f"data {name}: " + ("there" if there else f"not there: {advice(name)}"))
    return "\n".join(lines)


def _cell(results: Collection[Result | None], metric: str) -> str:
    """Return mean ± spread over the results that are there, and of how many it is if some lack."""
    means = [fmean(result.metrics[metric]) for result in results if result]
    if not results:
        return ""
    text = plus_minus(summarize(means)) if means else "-"
    return text if len(means) == len(results) else f"{text} ({len(means)} of {len(results)})"


def _aligned(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines with aligned columns, the first to the left."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    return [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])])
        for row in (header, *rows)
    ]


def systems(runs: Iterable[Run]) -> list[str]:
    """Return the names of the systems, in the order in which they come."""
    return list(dict.fromkeys(run.system for run in runs))
