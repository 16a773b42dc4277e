"""What distilling adds, by kind of teacher and noise, over all three instruments: one picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kdci.evidence.numbers import Numbers
from kdci.metrics.statistics import Summary

BANDS = 8
"""Of SD-CASSI: its acceleration is their number over that of the snapshots."""


@dataclass(frozen=True)
class Row:
    """A gain that is shown: student and baseline of a study, at an acceleration.

    Args:
        group: what its row stands under: kind of teacher, and noise.
        label: of the row. Rows of different groups differ in it, too.
        study: name.
        at: acceleration.
        suffix: what follows "student" and "baseline" in the systems' names.
    """

    group: str
    label: str
    study: str
    at: float
    suffix: str = ""

    @property
    def systems(self) -> tuple[str, str]:
        """Names of student and baseline."""
        return f"student{self.suffix}", f"baseline{self.suffix}"


def rows(snrs: Iterable[int]) -> list[Row]:
    """Return the rows of the picture, from top to bottom.

    Args:
        snrs: of the measurements [dB], for the rows with noise.
    """
    relaxed, noisy = "relaxed teacher, no noise", "relaxed teacher, noise"
    own = "own kind, no noise"
    return [
        *(Row(relaxed, f"MRI, AF {a}", "mri-acceleration", a) for a in (4, 8, 16)),
        *(Row(relaxed, f"camera, 1/{a}", "spc-claims", a) for a in (4, 10, 20)),
        *(Row(relaxed, f"SD-CASSI, {k}", "cassi-snapshots", BANDS / k) for k in (1, 2)),
        *(Row(noisy, f"camera, {snr} dB", "spc-noise", 10, f"-{snr}dB") for snr in snrs),
        *(Row(own, f"MRI, AF {a} ", "mri-claims", a) for a in (4, 8, 16)),
        *(Row(own, f"SD-CASSI, {k} ", "cassi-claims", BANDS / k) for k in (1, 2)),
    ]


def gains_by_kind(
    studies: Mapping[str, Numbers], shown: Iterable[Row]
) -> dict[str, dict[str, Summary]]:
    """Return paired differences of student and baseline in PSNR [dB], by group and label.

    Args:
        studies: numbers by the study's name.
        shown: from `rows`.

    Raises:
        KeyError: if a study is missing.
        ValueError: if a study has no results of a row.
    """
    groups: dict[str, dict[str, Summary]] = {}
    for row in shown:
        gain = studies[row.study].gain(*row.systems, row.at)
        groups.setdefault(row.group, {})[row.label] = gain
    return groups
