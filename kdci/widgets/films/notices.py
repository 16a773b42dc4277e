"""What to notice in a film: sentences whose numbers, and whose moments, come from the film."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kdci.widgets.films.film import Film
from kdci.widgets.films.reel import Reel

FOUND = 0.9
"""Share of the energy of k-space from which on a mask has found the centre."""


@dataclass(frozen=True)
class Notice:
    """A sentence at a moment.

    Attributes:
        at: index of the moment.
        text: what to notice.
        is_true: whether the film bears it out; where it does not, nobody is told.
    """

    at: int
    text: str
    is_true: bool


def notices(film: Film) -> list[Notice]:
    """Return what the film bears out, in the order of its moments."""
    told = [notice for notice in candidates(film) if notice.is_true]
    return sorted(told, key=lambda notice: notice.at)


def candidates(film: Film) -> list[Notice]:
    """Return all that might be noticed, true or not."""
    return [*_start(film), *_centre(film), *_loss(film), *_frozen(film), *_end(film)]


def percent(share: float) -> str:
    """Return a share of 0 to 1 in percent."""
    return f"{100 * share:.0f}%"


def _start(film: Film) -> Iterator[Notice]:
    e2e, student = film.reels["e2e"], film.reels["student"]
    points = int((student.patterns[0] > 0).sum())
    yield Notice(
        0,
        f"E2E and student start from the same mask: {points} points, scattered at random. They "
        f"hold {percent(student.numbers['energy'][0])} of the energy of k-space.",
        bool((e2e.patterns[0] == student.patterns[0]).all()),
    )


def _centre(film: Film) -> Iterator[Notice]:
    e2e, student = (film.shown(role).numbers["energy"] for role in ("e2e", "student"))
    at = next((k for k, energy in enumerate(student) if energy > FOUND), 0)
    step, ours, theirs = film.steps[at], percent(student[at]), percent(e2e[at])
    yield Notice(
        at,
        f"By step {step} the student's mask has found the centre of k-space: it holds {ours} of "
        f"the energy. The E2E mask holds {theirs}.",
        at > 0 and e2e[at] < FOUND,
    )
    both = next((k for k in range(len(e2e)) if min(e2e[k], student[k]) > FOUND), 0)
    yield Notice(
        both,
        f"By step {film.steps[both]} both masks have found the centre of k-space: E2E holds "
        f"{percent(e2e[both])} of the energy, the student {percent(student[both])}.",
        both > 0 and max(e2e[-1], student[-1]) > FOUND and min(e2e[-1], student[-1]) > FOUND,
    )


def _loss(film: Film) -> Iterator[Notice]:
    energy = film.shown("e2e").numbers["energy"]
    at = max(range(1, len(energy)), key=lambda k: energy[k - 1] - energy[k])
    yield Notice(
        at,
        f"Between steps {film.steps[at - 1]} and {film.steps[at]} the E2E mask drops what it had: "
        f"from {percent(energy[at - 1])} of the energy to {percent(energy[at])}. Adam takes steps "
        "of nearly the same size at every point, so that points at the edge move as much as those "
        "at the centre.",
        energy[at - 1] - energy[at] > 0.1,
    )


def _frozen(film: Film) -> Iterator[Notice]:
    reel = film.shown("e2e")
    at, steps = frozen_at(reel), film.steps
    before, after = (reel.numbers["psnr"][k] for k in (at, len(steps) - 1))
    yield Notice(
        at,
        f"From step {steps[at]} on the E2E mask stays as it is, and only its decoder learns. PSNR "
        f"goes from {before:.1f} dB here to {after:.1f} dB at the end.",
        0 < at < len(steps) - 1,
    )


def frozen_at(reel: Reel) -> int:
    """Return the index of the first moment from which on the pattern does not change."""
    changes = [
        k
        for k in range(1, len(reel.steps))
        if bool((reel.patterns[k] != reel.patterns[k - 1]).any())
    ]
    return changes[-1] if changes else 0


def _end(film: Film) -> Iterator[Notice]:
    last = len(film.steps) - 1
    e2e, student, teacher = (
        film.reels[r].numbers["psnr"][-1] for r in ("e2e", "student", "teacher")
    )
    gain = student - e2e
    yield Notice(
        last,
        f"In the end the student is {abs(gain):.1f} dB {'ahead of' if gain > 0 else 'behind'} E2E: "
        f"{student:.1f} dB and {e2e:.1f} dB. The teacher has {teacher:.1f} dB"
        + (
            ", less than its student: it need not be the better imaging system."
            if teacher < student
            else "."
        ),
        True,
    )
