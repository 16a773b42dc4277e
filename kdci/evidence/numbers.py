"""The one way from results to a number: a long table, a row a run and metric.

A number is the mean of a metric over a run's images, a measure of its encoder, or the mean over
training of `MEAN_GRADIENT`; then come means over seeds, and differences paired by seed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path
from statistics import fmean

import pandas as pd

from kdci.metrics.statistics import Summary, paired_differences, summarize
from kdci.studies import FOLDER
from kdci.studies.configuration import Run
from kdci.studies.opened import OpenedStudy
from kdci.studies.paths import result_path
from kdci.studies.results import Result, load_result, load_results
from kdci.studies.study import load_study

MEAN_GRADIENT = "mean_encoder_gradient"
"""Mean over training of the norm of the encoder's gradient."""
KEY = ["system", "acceleration", "metric", "seed"]

BySeed = dict[int, float]


def load(study: str, folder: str | Path = FOLDER) -> Numbers:
    """Return the numbers of a study, with the seeds that its YAML file asks for.

    Raises:
        FileNotFoundError: if there is no such study, or it has no result.
        ValueError: if the study is misconfigured, or a result is damaged or there twice.
    """
    folder = Path(folder)
    runs = load_study(folder / f"{study}.yaml")
    return Numbers(load_results(folder / "results" / study), runs)


def numbers_of(study: OpenedStudy) -> Numbers:
    """Return the numbers of the finished runs of an opened study, released or trained anew.

    Raises:
        ValueError: if a result is damaged.
    """
    paths = (result_path(run, study.folder) for run in study.runs)
    return Numbers((load_result(path) for path in paths if path.is_file()), study.runs)


class Numbers:
    """The numbers of one study.

    Args:
        results: of one study.
        runs: all that the study asks for, so that missing seeds are said; of no influence if empty.

    Attributes:
        results: all of them.
        frame: the table: a value for each system, acceleration, metric and seed.

    Raises:
        ValueError: if results are of several studies, or two are of one system, acceleration and
            seed: their numbers would mix.
    """

    def __init__(self, results: Iterable[Result], runs: Iterable[Run] = ()) -> None:
        self.results, self.runs = tuple(results), tuple(runs)
        studies = sorted({result.study for result in self.results})
        if len(studies) > 1:
            raise ValueError(f"results: of {' and '.join(studies)}: must be of one study")
        rows = [(r.system, r.acceleration, m, r.seed, v) for r in self.results for m, v in _all(r)]
        frame = pd.DataFrame(rows, columns=[*KEY, "value"])
        twice = frame[frame.duplicated(KEY)]
        if not twice.empty:
            system, acceleration, _, seed, _ = next(twice.itertuples(index=False))
            where = f"acceleration {acceleration:g}, seed {seed}"
            raise ValueError(f"results: system {system!r}, {where}: is there twice")
        self.frame = frame
        self._by_seed: dict[tuple[str, float, str], BySeed] = {}
        for result in sorted(self.results, key=lambda result: result.seed):
            for metric, value in _all(result):
                key = result.system, result.acceleration, metric
                self._by_seed.setdefault(key, {})[result.seed] = value

    def __iter__(self) -> Iterator[Result]:
        """Iterate over the results."""
        return iter(self.results)

    def __len__(self) -> int:
        """Return the number of results."""
        return len(self.results)

    def where(self, chosen: Callable[[Result], bool]) -> Numbers:
        """Return the numbers of some of the results alone."""
        return Numbers(filter(chosen, self.results), self.runs)

    def by_seed(self, system: str, at: float, metric: str = "psnr") -> BySeed:
        """Return a number of a system at an acceleration, for each seed, in ascending order.

        Raises:
            ValueError: if there is no such result, or it has no such metric.
        """
        found = self._by_seed.get((system, at, metric))
        if found is None:
            known = sorted({name for s, a, name in self._by_seed if (s, a) == (system, at)})
            if known:
                raise ValueError(f"metric={metric!r}: {system!r} has {', '.join(known)}")
            raise ValueError(f"system={system!r}: no result at acceleration {at:g}")
        return dict(found)

    def seeds_of(self, system: str, at: float, metric: str, seeds: Collection[int]) -> BySeed:
        """Return a number of a system for those of the seeds that it has; none, if it is not there.

        Raises:
            ValueError: if the system is there and has no such metric.
        """
        if not any((r.system, r.acceleration) == (system, at) for r in self.results):
            return {}
        found = self.by_seed(system, at, metric)
        return {seed: found[seed] for seed in seeds if seed in found}

    def mean(self, system: str, at: float, metric: str = "psnr") -> Summary:
        """Return mean, spread and 95% interval over seeds."""
        values = self.by_seed(system, at, metric)
        return summarize(list(values.values()), missing=self._missing(values, system, at))

    def gain(self, system: str, rival: str, at: float, metric: str = "psnr") -> Summary:
        """Return the summary of the paired differences ``system`` minus ``rival``."""
        ours, theirs = (self.by_seed(name, at, metric) for name in (system, rival))
        shared = ours.keys() & theirs.keys()
        missing = max(self._missing(shared, name, at) for name in (system, rival))
        return paired_differences(ours, theirs, missing=missing)

    def select(self, system: str, at: float) -> list[Result]:
        """Return a system's results at an acceleration, by seed.

        Raises:
            ValueError: if there are none.
        """
        chosen = [r for r in self.results if (r.system, r.acceleration) == (system, at)]
        if not chosen:
            raise ValueError(f"system={system!r}: no result at acceleration {at:g}")
        return sorted(chosen, key=lambda result: result.seed)

    def accelerations(self, system: str) -> list[float]:
        """Return the accelerations at which there are results of a system, in ascending order."""
        return sorted({r.acceleration for r in self.results if r.system == system})

    def on_images(self, chosen: Sequence[bool]) -> Numbers:
        """Return these numbers with metrics of the chosen images alone.

        Args:
            chosen: whether each test image counts, in their order; at least one does.

        Raises:
            ValueError: if none is chosen, or a result has another number of images.
        """
        if not any(chosen):
            raise ValueError(f"chosen={chosen!r}: at least one image must be chosen")
        return Numbers((_on_images(result, chosen) for result in self.results), self.runs)

    def _missing(self, seeds: Collection[int], system: str, at: float) -> int:
        """Return how many seeds the study asks for that are not among these."""
        asked = {r.seed for r in self.runs if (r.system, r.acceleration) == (system, at)}
        return len(asked - set(seeds))


def _all(result: Result) -> Iterable[tuple[str, float]]:
    """Yield each metric of a result with its number."""
    for name, values in result.metrics.items():
        yield name, fmean(values)
    yield from result.encoder.items()
    if "encoder_gradient" in result.curves:
        yield MEAN_GRADIENT, fmean(result.curves["encoder_gradient"])


def _on_images(result: Result, chosen: Sequence[bool]) -> Result:
    for values in result.metrics.values():
        if len(values) != len(chosen):
            found = f"chosen: {len(chosen)} images: must be {len(values)}"
            raise ValueError(f"{found}, as {result.system}, seed {result.seed}, has")
    metrics = {name: list(compress(values, chosen)) for name, values in result.metrics.items()}
    return replace(result, metrics=metrics)
