"""What a check of an encoder has found: proof by proof, to be read and to be asked."""

from __future__ import annotations

from dataclasses import dataclass

Found = tuple[bool, str]
"""Whether something holds, and what was found, in words."""


def small(what: str, value: float, bound: float) -> Found:
    """Return whether a value, an error of ``what`` kind, is at most ``bound``."""
    return value <= bound, f"{what} {value:.2g}, may be {bound:g}"


@dataclass(frozen=True)
class Proof:
    """One thing that an encoder owes.

    Args:
        name: what is claimed, in words.
        passed: whether it holds.
        found: what was found, in words, with the number and its bound.
    """

    name: str
    passed: bool
    found: str


@dataclass(frozen=True)
class Report:
    """All proofs of one encoder; as a string, a table with a line for each.

    Args:
        encoder: what was checked, in words.
        proofs: what was found.
    """

    encoder: str
    proofs: tuple[Proof, ...]

    @property
    def passed(self) -> bool:
        """Whether all proofs hold."""
        return not self.failures

    @property
    def failures(self) -> tuple[Proof, ...]:
        """The proofs that do not hold."""
        return tuple(proof for proof in self.proofs if not proof.passed)

    def __str__(self) -> str:
        width = max(len(proof.name) for proof in self.proofs)
        lines = [
            f"  {'holds' if proof.passed else 'FAILS'}  {proof.name:{width}}  {proof.found}"
            for proof in self.proofs
        ]
        count, failing = len(self.proofs), [proof.name for proof in self.failures]
        end = f"{len(failing)} of {count} proofs fail: {', '.join(failing)}"
        return "\n".join((self.encoder, *lines, end if failing else f"All {count} proofs hold."))
