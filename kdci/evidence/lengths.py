"""What the length of its training does to a system: its number by the steps that it had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from kdci.evidence.grids import MINUS, Grid
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
    return {steps: numbers.mean(name, at) for steps, (numbers, name) in _by_steps(places, at)}


def gains_over_steps(
    numbers: Numbers, systems: Sequence[str], rivals: Sequence[str], at: float
) -> dict[int, Summary]:
    """Return differences in PSNR [dB], paired by seed, by the number of steps that both had.

    Args:
        numbers: those of a study.
        systems: names of one system at several lengths of its training.
        rivals: names of what is subtracted, likewise; lengths that only one side has are left out.
        at: acceleration.

    Raises:
        ValueError: if a system has no results there, two of one side have the same number of
            steps, or none has as many steps as a rival.
    """
    ours, theirs = (
        {steps: name for steps, (_, name) in _by_steps(((numbers, n) for n in names), at)}
        for names in (systems, rivals)
    )
    shared = [steps for steps in ours if steps in theirs]
    if not shared:
        raise ValueError(f"systems={[*systems]}: none has as many steps as one of {[*rivals]}")
    return {steps: numbers.gain(ours[steps], theirs[steps], at) for steps in shared}


def gains_of_doubling(numbers: Numbers, systems: Sequence[str], at: float) -> dict[int, Summary]:
    """Return what twice the steps add in PSNR [dB], paired by seed, by the steps before it.

    Args:
        numbers: those of a study.
        systems: names of one system at several lengths of its training, each twice another.
        at: acceleration.

    Raises:
        ValueError: if a system has no results there, two have the same number of steps, or one
            has not twice the steps of the next shorter.
    """
    found = _by_steps(((numbers, name) for name in systems), at)
    lengths = [steps for steps, _ in found]
    if any(longer != 2 * shorter for shorter, longer in pairwise(lengths)):
        raise ValueError(f"systems={[*systems]}: have {lengths} steps; each must be twice the last")
    return {
        steps: numbers.gain(longer, shorter, at)
        for (steps, (_, shorter)), (_, (_, longer)) in pairwise(found)
    }


def differences_over_steps(
    numbers: Numbers, systems: Mapping[str, Sequence[str]], at: float
) -> dict[str, dict[int, Summary]]:
    """Return differences in PSNR [dB] to the baseline, and what twice the steps add to it.

    Args:
        numbers: those of a study.
        systems: names of each system at several lengths of its training, by the system's name;
            "baseline" is one of them.
        at: acceleration.

    Raises:
        KeyError: if no system is called "baseline".
        ValueError: as of `gains_over_steps` and `gains_of_doubling`.
    """
    baseline = systems["baseline"]
    return {
        f"{name}{MINUS}baseline": gains_over_steps(numbers, lengths, baseline, at)
        for name, lengths in systems.items()
        if name != "baseline"
    } | {f"baseline, twice the steps{MINUS}baseline": gains_of_doubling(numbers, baseline, at)}


def grid(rows: Mapping[str, Mapping[int, Summary]]) -> Grid:
    """Return the table of differences in PSNR [dB] over the number of steps, a column a length.

    Args:
        rows: what is compared, in words: differences by the number of steps.
    """
    cells = {
        label: {f"{steps:,} steps": difference for steps, difference in found.items()}
        for label, found in rows.items()
    }
    digits = {column: 2 for row in cells.values() for column in row}
    return Grid("difference in PSNR [dB]", cells, digits, signed=True)


def _by_steps(
    places: Iterable[tuple[Numbers, str]], at: float
) -> list[tuple[int, tuple[Numbers, str]]]:
    """Return the steps of each system, and where its numbers are, the shortest first."""
    found: dict[int, tuple[Numbers, str]] = {}
    for numbers, name in places:
        steps = numbers.select(name, at)[0].configuration["training"]["steps"]
        if steps in found:
            raise ValueError(f"system={name!r}: has {steps} steps, as many as {found[steps][1]!r}")
        found[steps] = (numbers, name)
    return sorted(found.items())
