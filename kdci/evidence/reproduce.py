"""The runs of a figure, made again from nothing, and how far they are from the released results."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import fmean

from kdci import checks
from kdci.evidence.figures import Figure
from kdci.evidence.markdown import markdown
from kdci.studies.clusters import ClusterConfig
from kdci.studies.configuration import Run
from kdci.studies.engine import Outcome, run_studies
from kdci.studies.paths import RESULTS, WEIGHTS, result_path
from kdci.studies.results import Result, load_result

TOLERANCES = {"psnr": (1e-3, 1.0), "ssim": (1e-3, 0.05), "sam": (1e-2, 2.0)}
"""Of PSNR [dB], SSIM, and SAM [degrees]: of each image if nothing is trained; else of one training.

What is trained on another machine, or by other code, has sums in another order, and training
amplifies that: each run is another draw. So what is compared is the mean over the seeds of a
system, as a figure shows it, and of n runs the second tolerance is divided by the root of n. It
tells a wrong result from another chance, and no more: the quality of single runs of the study
first-look differed by up to 0.7 dB between an Intel and an AMD processor.
"""
SAME = ("machine", "device", "torch", "code_sha256", "data_sha256")
"""Where all of these agree, nothing may differ by a single bit."""
BITWISE, UNTRAINED = "bit by bit", "untrained: each image"
TRAINED = "trained: the mean over seeds"

Pair = tuple[Run, Result, Result]
"""A run, its result made again, and its released one."""


@dataclass(frozen=True)
class Comparison:
    """How far a metric, of a run or of a system's runs, is from the released one, and may be."""

    study: str
    name: str
    runs: int
    metric: str
    way: str
    difference: float
    tolerance: float

    @property
    def is_within(self) -> bool:
        """Whether the difference is not above the tolerance."""
        return self.difference <= self.tolerance


def check_released(runs: Iterable[Run], released: Path) -> None:
    """Check, before any work, that there is a released result to compare each run with.

    Raises:
        FileNotFoundError: if one is missing.
        ValueError: if one is damaged, of another configuration than its study has, or has a metric
            that has no tolerance.
    """
    for run in runs:
        path = result_path(run, released)
        result = load_result(path)
        if result.provenance["config_sha256"] != run.sha256():
            message = "is of another configuration than its study has: run the study"
            raise ValueError(f"result={str(path)!r}: {message}")
        for metric in result.metrics:
            checks.one_of("metric", _kind(metric), TOLERANCES)


def run_again(
    runs: Collection[Run], folder: Path, released: Path, cluster: ClusterConfig
) -> Outcome:
    """Finish the runs in a folder of their own, which is empty at first, by the engine.

    What an earlier call has finished there stays, unless it is of other code than today's.

    Raises:
        ValueError: if the folder is that of the released results, or one of these cannot be
            compared with.
        FileNotFoundError: if a released result is missing.
        PermissionError: if the folder cannot be written.
    """
    if folder.resolve() == released.resolve():
        raise ValueError(f"folder={str(folder)!r}: has the released results: choose another")
    check_released(runs, released)
    return run_studies(runs, folder, cluster, fresh=True)


def compare(runs: Iterable[Run], folder: Path, released: Path) -> list[Comparison]:
    """Return the comparisons of all metrics of finished runs with the released ones.

    Raises:
        FileNotFoundError: if a result is missing.
        ValueError: if one is damaged.
    """
    groups: dict[tuple[str, str, str], list[Pair]] = {}
    for run in runs:
        pair = run, load_result(result_path(run, folder)), load_result(result_path(run, released))
        way = _way(*pair[1:])
        name = f"{run.system}-af{run.acceleration:g}" if way == TRAINED else run.name
        groups.setdefault((run.study, name, way), []).append(pair)
    return [
        _compare(*group, metric, pairs)
        for group, pairs in groups.items()
        for metric in pairs[0][2].metrics
    ]


def table(comparisons: Iterable[Comparison]) -> str:
    """Return the largest difference and the tolerance by study, way and metric, as Markdown."""

    def kind(one: Comparison) -> tuple[str, str, str]:
        return one.study, one.way, one.metric

    rows = []
    for (study, way, metric), group in groupby(sorted(comparisons, key=kind), kind):
        those = list(group)
        worst = max(those, key=lambda one: one.difference / (one.tolerance or 1))
        numbers = (f"{worst.difference:.2g}", worst.name, f"{worst.tolerance:.2g}")
        said = "within" if worst.is_within else "**outside**"
        rows.append([study, way, metric, f"{sum(one.runs for one in those)}", *numbers, said])
    header = ["study", "compared", "metric", "runs", "largest difference", "of", "tolerance", ""]
    return markdown(header, rows)


def how_to_draw(figure: Figure, folder: Path) -> str:
    """Return the commands that draw the page of a figure from the results of a folder."""
    page, drawn = Path(figure.page), Path("_build", "experiments")
    made = " ".join(str(folder.resolve() / name) for name in (RESULTS, WEIGHTS))
    notebook = Path("_build", f"{page.stem}.ipynb")
    return "\n".join(
        [
            f"Results and weights are in {folder}. To draw {page} from them, and from the released",
            "ones what else it shows, in the repository's folder:",
            f"    mkdir -p {drawn} && cp -r experiments/. {drawn} && cp -r {made} {drawn}",
            f"    .venv/bin/jupytext --to ipynb --output {notebook} {page}",
            f'    KDCI_EXPERIMENTS="$PWD/{drawn}" .venv/bin/jupyter execute --inplace {notebook}',
        ]
    )


def without_runs(figure: Figure) -> str:
    """Return what there is to say of a figure that needs no runs."""
    if figure.command:
        return f"{figure.id} needs no runs; this draws it: {figure.command}"
    return f"{figure.id} needs no runs: {figure.page} draws it from {figure.data} (make book)"


def _compare(study: str, name: str, way: str, metric: str, pairs: Sequence[Pair]) -> Comparison:
    values = [(made.metrics.get(metric, []), there.metrics[metric]) for _, made, there in pairs]
    each_image, one_training = TOLERANCES[_kind(metric)]
    if any(len(ours) != len(theirs) or not theirs for ours, theirs in values):
        difference = math.inf
    elif way == TRAINED:
        ours, theirs = (fmean(map(fmean, side)) for side in zip(*values, strict=True))
        difference = _difference(ours, theirs)
    else:
        difference = max(_difference(*two) for both in values for two in zip(*both, strict=True))
    trained = one_training / math.sqrt(len(pairs))
    tolerance = {BITWISE: 0.0, UNTRAINED: each_image, TRAINED: trained}[way]
    return Comparison(study, name, len(pairs), metric, way, difference, tolerance)


def _way(made: Result, released: Result) -> str:
    """Return how two results are to be compared."""
    ours, theirs = made.provenance, released.provenance
    if all(ours[key] == theirs.get(key) for key in SAME):
        return BITWISE
    return TRAINED if ours["steps"] else UNTRAINED


def _difference(one: float, other: float) -> float:
    """Return how far two values are apart: infinitely, if one of them is not a number."""
    apart = 0.0 if one == other else abs(one - other)
    return math.inf if math.isnan(apart) else apart


def _kind(metric: str) -> str:
    """Return "psnr" for "psnr_at_20dB", and so on."""
    return metric.partition("_at_")[0]
