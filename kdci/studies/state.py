"""How far a run is, judged from its files alone."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from kdci import files
from kdci.studies.aliases import code_of_commit, todays
from kdci.studies.code import code_sha256
from kdci.studies.configuration import Run
from kdci.studies.images import data_sha256
from kdci.studies.locks import is_locked
from kdci.studies.paths import error_path, result_path, weights_path
from kdci.studies.results import Result, load_result

CODES = TODAYS, OTHER, UNKNOWN = "today's code", "other code", "code that was not recorded"
"""By which code a result was made."""


class State(StrEnum):
    """States of a run; "stale" is finished, but of other code or data than today's.

    Of a "damaged" one, the result or the weights are not what they were when it was finished.
    """

    FINISHED = "finished"
    STALE = "stale"
    RUNNING = "running"
    FAILED = "failed"
    DAMAGED = "damaged"
    MISSING = "missing"


def result_of(run: Run, folder: Path) -> Result | None:
    """Return the result of a run, if it is there and of this very configuration.

    Raises:
        ValueError: if it is damaged; it names the file and says how.
    """
    if not result_path(run, folder).is_file():
        return None
    result = load_result(result_path(run, folder))
    return result if result.provenance["config_sha256"] == run.sha256() else None


def damage_of(run: Run, folder: Path) -> str:
    """Return what is damaged of a run's result and weights, naming the file; "" if nothing is."""
    try:
        result = result_of(run, folder)
    except ValueError as error:
        return str(error)
    path = weights_path(run, folder)
    if result is None or not path.is_file():
        return ""
    if files.sha256(path.read_bytes()) == result.provenance["weights_sha256"]:
        return ""
    return f"weights={str(path)!r}: damaged, or not those of their result: restore the file"


def is_finished(run: Run, folder: Path, with_weights: bool = False) -> bool:
    """Return whether the result of a run is there, and its weights too where they are wanted.

    Raises:
        ValueError: if the result is damaged; it names the file and says how.
    """
    if with_weights and not weights_path(run, folder).is_file():
        return False
    return result_of(run, folder) is not None


def state_of(run: Run, folder: Path) -> State:
    """Return the state of a run."""
    if is_locked(run, folder):
        return State.RUNNING
    if damage_of(run, folder):
        return State.DAMAGED
    result = result_of(run, folder)
    if result is not None:
        return State.STALE if differences(run, result) else State.FINISHED
    return State.FAILED if error_path(run, folder).exists() else State.MISSING


def differences(run: Run, result: Result) -> list[str]:
    """Return what of "code" and "data" is not today's in the result of a run.

    Results from before the code was hashed are taken on trust. Embedded data are made by that code,
    and may differ between processors in a last bit, so only those of a folder are compared.
    """
    parts = ["code"] if code_of(result) == OTHER else []
    if run.data.folder and _data_differ(run, result.provenance["data_sha256"]):
        parts.append("data")
    return parts


def code_of(result: Result) -> str:
    """Return by which code a result was made, one of `CODES`."""
    source = result.provenance
    recorded = source.get("code_sha256")
    code = recorded or code_of_commit(result.modality, source["commit"])
    noisy = result.snr_db is not None or bool(result.configuration.get("test_snr_db"))
    if todays(code) == code_sha256(result.modality, noisy):
        return TODAYS
    return OTHER if recorded else UNKNOWN


def _data_differ(run: Run, sha256: str) -> bool:
    try:
        return data_sha256(run.data, run.modality) != sha256
    except FileNotFoundError:
        return False
