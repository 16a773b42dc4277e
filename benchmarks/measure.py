"""Measure implementations of one kernel side by side: agreement, time in turn, peak memory."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

import torch
from torch import Tensor

from benchmarks.memory import allocated

TOLERANCE = 1e-4
WARM_UP, SAMPLE_S = 2, 5e-3
Call = Callable[[], tuple[Tensor, ...]]


@dataclass(frozen=True)
class Implementation:
    """One way to compute a kernel.

    Args:
        prepare: makes what is made once, and returns the call that is timed.
        convention: turns a result of the call into our convention, for the comparison only.
    """

    prepare: Callable[[], Call]
    convention: Callable[[Tensor], Tensor] = lambda result: result


@dataclass(frozen=True)
class Case:
    """One kernel at one size, and its implementations: "ours" first."""

    modality: str
    kernel: str
    side: int
    implementations: dict[str, Implementation]


def compare(case: Case, repeats: int) -> dict[str, Any]:
    """Return a row of results.

    Raises:
        ArithmeticError: if another implementation's result is not ours.
    """
    held, calls, peak = {}, {}, {}
    for name, implementation in case.implementations.items():
        (held[name], _), calls[name] = allocated(implementation.prepare)
    ours = calls["ours"]()
    difference = 0.0
    for name, implementation in case.implementations.items():
        results = [implementation.convention(result) for result in calls[name]()]
        for one in (relative_difference(*pair) for pair in zip(results, ours, strict=True)):
            if not one <= TOLERANCE:  # NaN, too
                where = f"{case.modality} {case.kernel}, {case.side} x {case.side}"
                raise ArithmeticError(f"{where}: {name} is not ours, by {one:.1e}")
            difference = max(difference, one)
    seconds = time_in_turn(calls, repeats)
    for name, call in calls.items():
        peak[name] = held[name] + allocated(call)[0][1]
    return {
        "modality": case.modality,
        "kernel": case.kernel,
        "side": case.side,
        "median_ms": {name: significant(1e3 * median(s)) for name, s in seconds.items()},
        "ratio": {name: paired_ratio(seconds, name) for name in seconds if name != "ours"},
        "peak_mib": {name: significant(size / 2**20) for name, size in peak.items()},
        "difference": significant(difference),
    }


def relative_difference(result: Tensor, ours: Tensor) -> float:
    """Return |result - ours| / |ours|."""
    return float((result - ours).norm() / ours.norm().clamp_min(1e-30))


def paired_ratio(seconds: dict[str, list[float]], other: str) -> float:
    """Return how many times faster ours is than the ``other``: the median over the turns."""
    turns = zip(seconds[other], seconds["ours"], strict=True)
    return significant(median(theirs / ours for theirs, ours in turns))


def time_in_turn(calls: dict[str, Call], repeats: int) -> dict[str, list[float]]:
    """Return ``repeats`` times [s] of each call, in turn, so that what disturbs hits all.

    A call too short for the clock is repeated within a sample, which then is its mean.
    """
    counts = {
        name: max(1, round(SAMPLE_S / max(1e-7, min(_time(call) for _ in range(WARM_UP)))))
        for name, call in calls.items()
    }
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for repeat in range(repeats):
        for name in sorted(calls, reverse=repeat % 2 == 1):
            seconds[name].append(_time(calls[name], counts[name]))
    return seconds


def _time(call: Call, count: int = 1) -> float:
    start = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - start) / count


def growth(points: Iterable[tuple[int, float]], largest: int = 3) -> float | None:
    """Return p of cost ~ n^p, n = side^2 pixels: a straight line through the largest sides' logs.

    The smallest sides, where a kernel's cost is that of starting it, would flatter; None for fewer
    than two sides.
    """
    points = sorted(points)[-largest:]
    if len(points) < 2:
        return None
    x, y = ([math.log(value) for value in values] for values in zip(*points, strict=True))
    x = [2 * value for value in x]
    middle, height = sum(x) / len(x), sum(y) / len(y)
    covariance = sum((a - middle) * (b - height) for a, b in zip(x, y, strict=True))
    return round(covariance / sum((a - middle) ** 2 for a in x), 2)


def significant(value: float, digits: int = 3) -> float:
    """Return ``value`` rounded to ``digits`` significant digits."""
    return float(f"{value:.{digits}g}")


def one_thread() -> None:
    """Compute with one thread, so that times are those of the work."""
    torch.set_num_threads(1)
