"""Results: one JSON file a run, written atomically, checked on reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kdci.sealed import REMEDY, read_sealed, write_sealed
from kdci.studies.integrity import PROVENANCE, check_content

PROVENANCE_KEYS = set(PROVENANCE)
LATER = {"code_sha256"}
"""Keys of the provenance that the first results do not have."""
SETTING = ("acceleration", "snr_db")
"""What systems share that are compared; in the file they stand together, as the setting."""


@dataclass(frozen=True)
class Result:
    """What a run has found.

    Args:
        study: the study's name.
        modality: its modality's name.
        role: "teacher", "baseline", "student" or "fixed".
        variant: what sets the system apart, in a few words.
        system: its name in the study.
        acceleration: of the system; see `kdci.studies.configuration.Run`.
        snr_db: SNR of the measurement noise [dB]; None is no noise.
        seed: of the run.
        evaluated_on: "validation" or "test".
        metrics: one value an image, in the images' order, by name.
        encoder: measures of the trained encoder.
        curves: values over training, in lists of equal length; empty if nothing was trained.
        configuration: all that decides the result, as plain data.
        provenance: code, data, machine and time.
    """

    study: str
    modality: str
    role: str
    variant: str
    system: str
    acceleration: float
    snr_db: float | None
    seed: int
    evaluated_on: str
    metrics: Mapping[str, list[float]]
    encoder: Mapping[str, float]
    curves: Mapping[str, list[float]]
    configuration: Mapping[str, Any]
    provenance: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the content of the result's file."""
        flat = asdict(self)
        setting = {name: flat.pop(name) for name in SETTING}
        content = {}
        for name, value in flat.items():  # the setting comes where it always was, before the seed
            if name == "seed":
                content["setting"] = setting
            content[name] = value
        return content


def save_result(result: Result, path: str | Path) -> None:
    """Write a result atomically, with a hash of its content.

    Raises:
        ValueError: if it is not whole, has impossible values, or its path is not its own.
        PermissionError: if the folder cannot be written, naming the folder.
    """
    path, content = Path(path), result.to_json()
    try:
        check_content(content, path.stem, path.absolute().parent.name, lacking=set())
    except ValueError as error:
        raise ValueError(f"result={str(path)!r}: not written: {error}") from error
    write_sealed(path, content)


def load_result(path: str | Path) -> Result:
    """Read a result and check that it is whole, possible, and that of its path.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if the file is damaged in any way; it names the file and says how.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"result={str(path)!r}: no such file: run its study")
    content = read_sealed(path, "result")
    try:
        check_content(content, path.stem, path.absolute().parent.name, lacking=LATER)
    except ValueError as error:
        raise ValueError(f"result={str(path)!r}: damaged: {error}: {REMEDY}") from error
    setting = content.pop("setting")
    return Result(**content, **{name: setting[name] for name in SETTING})


def load_results(folder: str | Path) -> list[Result]:
    """Read all results of a study's folder, in the order of their names.

    Raises:
        FileNotFoundError: if there is none.
        ValueError: if one is damaged, or there is a second file of the same system and seed.
    """
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise FileNotFoundError(f"results={str(folder)!r}: no result there: run the study")
    return [load_result(path) for path in paths]
