"""A released film: three reels, checked, and on the student's moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kdci.sealed import read_sealed
from kdci.studies import FOLDER
from kdci.widgets.films.reel import Reel, reel_of
from kdci.widgets.films.release import FILMS, ROLES, Release, place


@dataclass(frozen=True)
class Film:
    """Three trainings of one study, kept at moments.

    Attributes:
        name: of the film, one of `FILMS`.
        release: what was filmed.
        size: side of masks and images [pixels].
        images: on how many test images a PSNR is the mean.
        reels: by role, as they were kept.
        variants: what the study calls the systems, by role.
        provenance: where the film comes from.
    """

    name: str
    release: Release
    size: int
    images: int
    reels: Mapping[str, Reel]
    variants: Mapping[str, str]
    provenance: Mapping[str, Any]

    @property
    def steps(self) -> list[int]:
        """The student's moments."""
        return self.reels["student"].steps

    def shown(self, role: str) -> Reel:
        """Return a reel at the student's moments: of a longer training, at the same share of it."""
        reel = self.reels[role]
        share = reel.steps[-1] / self.steps[-1]
        places = [
            min(range(len(reel.steps)), key=lambda k: abs(reel.steps[k] - share * step))
            for step in self.steps
        ]
        return reel.at(places)


def load_film(name: str, folder: Path = FOLDER) -> Film:
    """Return a film of a folder of studies.

    Args:
        name: one of `FILMS`.
        folder: where the released studies lie.

    Raises:
        FileNotFoundError: if there is no such film.
        ValueError: if it is damaged, or of another study than it should be; the file is named.
    """
    path, release = place(name, folder), FILMS[name]
    content = read_sealed(path, "film")
    try:
        return _film(name, release, content)
    except (KeyError, TypeError) as error:
        raise ValueError(f"film={str(path)!r}: {error}: is missing or of another kind") from error
    except ValueError as error:
        raise ValueError(f"film={str(path)!r}: {error}") from error


def _film(name: str, release: Release, content: Mapping[str, Any]) -> Film:
    found = {role: content["reels"][role]["system"] for role in ROLES}
    if (content["study"], found) != (release.study, dict(release.systems)):
        raise ValueError(f"is of {content['study']} {found}: must be of {release.study}")
    size = content["size"]
    return Film(
        name=name,
        release=release,
        size=size,
        images=content["images"],
        reels={role: reel_of(content["reels"][role], size) for role in ROLES},
        variants={role: content["reels"][role]["variant"] for role in ROLES},
        provenance=content["provenance"],
    )
