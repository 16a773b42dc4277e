"""The figures of the book, and the runs that their numbers come from: ``book/figures.yaml``.

An entry has an id, a page, a title, the paper's claims that it is about, and one of

    needs: [{study: mri-acceleration, systems: [baseline], accelerations: [8], seeds: [0]}]
    data: what of the embedded data it shows
    command: python -m kdci.diagrams book/figures

and, if a notebook of its own draws the same figure with parameters, the name of that notebook:

    notebook: fig-5

What a need leaves out is not restricted: ``{study: mri-tuning}`` is all of its runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kdci import checks
from kdci.studies import RELEASED
from kdci.studies.configuration import Run
from kdci.studies.mappings import check_mapping
from kdci.studies.plan import teachers_of
from kdci.studies.study import load_study
from kdci.studies.yaml_files import ConfigurationError, Key, about, load

REGISTRY = RELEASED.parent / "book" / "figures.yaml"
CLAIMS = tuple(f"C{number}" for number in range(1, 11))
SOURCES = ("needs", "data", "command")
ENTRY = {
    **{"id": str, "page": str, "title": str, "claims": list[str], "notebook": str},
    **{"needs": list[dict], "data": str, "command": str},  # type: ignore[type-arg]  # read at runtime
}
NEED = {"study": str, "systems": list[str], "accelerations": list[float], "seeds": list[int]}
SELECTED = {"systems": "system", "accelerations": "acceleration", "seeds": "seed"}
"""What a need may restrict, and the property of a run that it restricts."""

Runs = Callable[[str], list[Run]]


@dataclass(frozen=True)
class Need:
    """Runs of one study: those of these systems, accelerations and seeds; empty is all."""

    study: str
    systems: tuple[str, ...] = ()
    accelerations: tuple[float, ...] = ()
    seeds: tuple[int, ...] = ()

    def selects(self, run: Run) -> bool:
        """Return whether a run is one of those."""
        wanted = {SELECTED[name]: getattr(self, name) for name in SELECTED}
        allowed = (not values or getattr(run, name) in values for name, values in wanted.items())
        return run.study == self.study and all(allowed)


@dataclass(frozen=True)
class Figure:
    """A figure: where it is, which claims it is about, and where its numbers come from.

    Args:
        id: its name on the page.
        page: path of the page, from the repository's folder.
        title: in a few words.
        claims: of the paper, C1 to C10; may be empty.
        needs: the runs that its numbers come from; empty if it needs none, but then
        data: says which of the embedded data it shows, or
        command: what draws it.
        notebook: name of the notebook that draws the same figure, with parameters; may be empty.
    """

    id: str
    page: str
    title: str
    claims: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    data: str = ""
    command: str = ""
    notebook: str = ""


def load_figures(
    path: str | Path = REGISTRY, experiments: str | Path = RELEASED
) -> dict[str, Figure]:
    """Return the figures that a registry describes, by their ids.

    Args:
        path: the registry.
        experiments: the folder of the studies that it names.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if a key is unknown or missing, a type wrong, an id there twice, or a study, or
            what is needed of it, does not exist: with file, line and key.
    """

    @cache
    def runs(study: str) -> list[Run]:
        return load_study(Path(experiments) / f"{study}.yaml")

    def read(content: Any) -> dict[str, Figure]:
        if not isinstance(content, list):
            raise ConfigurationError("must be a list of figures")
        figures: dict[str, Figure] = {}
        for index, entry in enumerate(content):
            figure = _figure(entry, (index,), runs)
            if figure.id in figures:
                raise ConfigurationError(f"{figure.id!r}: is there twice", (index, "id"))
            figures[figure.id] = figure
        return figures

    return load(path, read)


def runs_of(figure: Figure, experiments: str | Path) -> list[Run]:
    """Return the runs that a figure needs and the teachers of these, teachers first in a study.

    Args:
        figure: from the registry.
        experiments: the folder of the studies.
    """
    needed: list[Run] = []
    for study in dict.fromkeys(need.study for need in figure.needs):
        runs = load_study(Path(experiments) / f"{study}.yaml")
        teachers = teachers_of(runs)
        wanted = {run for run in runs if any(need.selects(run) for need in figure.needs)}
        for run in reversed(runs):  # students before their teachers
            if run in wanted and run in teachers:
                wanted.add(teachers[run])
        needed += (run for run in runs if run in wanted)
    return needed


def _figure(entry: Any, key: Key, runs: Runs) -> Figure:
    check_mapping(entry, ENTRY, ("id", "page", "title"), key)
    if not re.fullmatch(r"fig(-\w+)+", entry["id"]):
        raise ConfigurationError(f"{entry['id']!r}: must be like fig-mri-masks", (*key, "id"))
    with about(*key):
        for claim in entry.get("claims", ()):
            checks.one_of("claims", claim, CLAIMS)
    given = [name for name in SOURCES if name in entry]
    if len(given) != 1:
        message = f"has {' and '.join(given) or 'none'} of {', '.join(SOURCES)}: must have one"
        raise ConfigurationError(message, key)
    needs = (
        _need(need, (*key, "needs", index), runs)
        for index, need in enumerate(entry.get("needs", ()))
    )
    tuples = {"claims": tuple(entry.get("claims", ())), "needs": tuple(needs)}
    return Figure(**{**entry, **tuples})


def _need(entry: Mapping[str, Any], key: Key, runs: Runs) -> Need:
    check_mapping(entry, NEED, ("study",), key)
    need = Need(entry["study"], **{name: tuple(entry.get(name, ())) for name in SELECTED})
    try:
        there = runs(need.study)
    except FileNotFoundError as error:
        message = f"{need.study!r}: no such study: {error}"
        raise ConfigurationError(message, (*key, "study")) from error
    for name, attribute in SELECTED.items():
        known = dict.fromkeys(getattr(run, attribute) for run in there if need.selects(run))
        for value in getattr(need, name):
            if value not in known:
                message = f"{value!r}: study {need.study!r} has no such run"
                raise ConfigurationError(message, (*key, name))
    return need
