"""What the length of its training does to a system: its number by the steps that it had."""

from __future__ import annotations

from collections.abc import Iterable

from kdci.evidence.numbers import Numbers
from kdci.metrics.statistics import Summary


def over_steps(places: Iterable[tuple[Numbers, str]], at: float) -> dict[int, Summary]:
    """Return mean PSNR [dB] of systems that differ in the length of their training, by its steps.

    Args:
        places: numbers of a study, and the name of a system in it.
        at: acceleration.

    Raises:
        ValueError: if a system has no results there, or two have the same number of steps.
    """
    found: dict[int, Summary] = {}
    for numbers, system in places:
        mean = numbers.mean(system, at)
        steps = numbers.select(system, at)[0].configuration["training"]["steps"]
        if steps in found:
            raise ValueError(f"places: {system!r} has {steps} steps: another system has as many")
        found[steps] = mean
    return found
