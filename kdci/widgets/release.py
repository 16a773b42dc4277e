"""Which released systems the book's widgets offer, and on which test images."""

from __future__ import annotations

from dataclasses import dataclass

from kdci.data.spectra import BANDS

GRID = (10, 20, 30, None)
"""SNRs [dB] of the pictures that stand on the page without JavaScript; None is no noise."""
SEED = 0
"""Seed of the released weights."""
SHARES = {"median": 0.5, "low": 0.1, "high": 0.9}
"""Which images are offered, so that nobody picks those that flatter. All test images are ordered by
the student's gain over the baseline, at the second point of the slider; a share of them is lower.
Of the first images, those within `NEAR` of each share here, the one with most contrast is taken."""
NEAR = 0.03


@dataclass(frozen=True)
class Release:
    """What one widget offers.

    Attributes:
        title: of the instrument.
        study: whose results and weights are shown.
        systems: label by name of the system in the widget.
        suffix: what the study appends to these names.
        slider: what the slider sets.
        points: the slider's labels and the accelerations that they stand for.
        images: alternative text by index of the test image, one for each of `SHARES`.
        wavelengths: centres of the bands [nm] of spectral images.
        note: what a reader has to know of the data.
    """

    title: str
    study: str
    systems: dict[str, str]
    slider: str
    points: dict[str, int]
    images: dict[int, str]
    note: str
    suffix: str = ""
    wavelengths: tuple[int, ...] = ()


RELEASES = {
    "mri": Release(
        title="MRI",
        study="mri-acceleration",
        systems={
            "teacher": "teacher (half the acceleration)",
            "baseline": "E2E baseline",
            "student": "student (decoder loss)",
            "energy-ranked": "energy-ranked mask",
            "variable-density": "variable-density mask",
        },
        slider="Acceleration factor",
        points={"4": 4, "8": 8, "16": 16},
        images={6: "brain slice A, median", 58: "brain slice B, low", 54: "brain slice C, high"},
        note="Slices of an averaged template with a simulated phase, not of a patient. All systems"
        " were trained without noise.",
    ),
    "spc": Release(
        title="Single-pixel camera",
        study="spc-noise",
        systems={
            "teacher": "teacher (real-valued)",
            "baseline": "E2E baseline",
            "student": "student (encoder loss)",
            "hadamard-energy": "Hadamard patterns",
        },
        suffix="-20dB",
        slider="Patterns over pixels",
        points={"1/4": 4, "1/10": 10, "1/20": 20},
        images={16: "photograph A, median", 60: "photograph B, low", 41: "photograph C, high"},
        note="Small pieces of photographs. All systems were trained with noise of 20 dB.",
    ),
    "cassi": Release(
        wavelengths=BANDS,
        title="SD-CASSI",
        study="cassi-claims",
        systems={
            "teacher": "teacher (trained for longer)",
            "baseline": "E2E baseline",
            "student": "student (both losses)",
            "blue-noise": "blue-noise aperture",
        },
        slider="Snapshots",
        points={"2": 4, "1": 8},
        images={1: "scene A, median", 10: "scene B, low", 7: "scene C, high"},
        note="The spectra are simulated, from photographs. All systems were trained without noise.",
    ),
}
