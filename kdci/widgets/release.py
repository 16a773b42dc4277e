"""Which released systems the book's widgets offer, and on which test images."""

from __future__ import annotations

from dataclasses import dataclass

from kdci.data.spectra import BANDS

GRID = (10, 20, 30, None)
"""SNRs [dB] of the pictures that stand on the page without JavaScript; None is no noise."""
SEED = 0
"""Seed of the released weights."""


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
        images: alternative text by index of the test image.
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
            "student": "KD student",
            "energy-ranked": "energy-ranked mask",
            "variable-density": "variable-density mask",
        },
        slider="Acceleration factor",
        points={"4": 4, "8": 8, "16": 16},
        images={0: "brain slice A", 26: "brain slice B", 55: "brain slice C"},
        note="Slices of an averaged template with a simulated phase, not of a patient. All systems"
        " were trained without noise.",
    ),
    "spc": Release(
        title="Single-pixel camera",
        study="spc-noise",
        systems={
            "teacher": "teacher (real-valued)",
            "baseline": "E2E baseline",
            "student": "KD student",
            "hadamard-energy": "Hadamard patterns",
        },
        suffix="-20dB",
        slider="Patterns over pixels",
        points={"1/4": 4, "1/10": 10, "1/20": 20},
        images={40: "photograph A", 43: "photograph B", 52: "photograph C"},
        note="Small pieces of photographs. All systems were trained with noise of 20 dB.",
    ),
    "cassi": Release(
        wavelengths=BANDS,
        title="SD-CASSI",
        study="cassi-claims",
        systems={
            "teacher": "teacher (trained for longer)",
            "baseline": "E2E baseline",
            "student": "KD student",
            "blue-noise": "blue-noise aperture",
        },
        slider="Snapshots",
        points={"2": 4, "1": 8},
        images={38: "scene A", 57: "scene B", 36: "scene C"},
        note="The spectra are simulated, from photographs. All systems were trained without noise.",
    ),
}
