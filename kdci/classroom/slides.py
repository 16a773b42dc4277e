"""The lecture's slides: one Markdown file, whose figures are those of the built book.

Slides stand apart by a line ``---``. A slide has a line ``<!-- minutes: 4 -->``, and its notes for
the speaker begin at ``Note:``. A line ``{figure} fig-name`` stands for a figure of the book, or
``{beside} fig-name``, if it stands beside the words and is the last of them;
``{instrument} notebooks/explore-spc`` for a page whose instrument is shown live.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

HEAD = re.compile(r"\A---\n(.*?)^---\n", re.S | re.M)
MINUTES = re.compile(r"^<!-- minutes: (\d+) -->\n", re.M)
DIRECTIVE = re.compile(r"^\{(figure|beside|instrument)\} (\S+)$", re.M)


@dataclass(frozen=True)
class Slide:
    """A slide: what is shown, and what the speaker alone reads; both in Markdown."""

    shown: str
    notes: str
    minutes: int

    @property
    def title(self) -> str:
        """Its title."""
        return self.shown.lstrip("# ").splitlines()[0]

    def named(self, kind: str) -> list[str]:
        """Return what is named in it of a kind."""
        return [name for found, name in DIRECTIVE.findall(self.shown) if found == kind]

    def filled(self, fill: dict[str, Callable[[str], str]]) -> str:
        """Return what is shown, with figures and instruments in the place of their names."""
        return DIRECTIVE.sub(lambda match: fill[match[1]](match[2]), self.shown)


@dataclass(frozen=True)
class Lecture:
    """A lecture: its title, how long it may take [minutes], and its slides."""

    title: str
    minutes: int
    slides: tuple[Slide, ...]


def read_lecture(source: str) -> Lecture:
    """Read a lecture.

    Raises:
        ValueError: if a slide has no minutes or no notes, or the minutes do not add up.
    """
    head = HEAD.match(source)
    if not head:
        raise ValueError("lecture: no head: must begin with a title and minutes between '---'")
    content = yaml.safe_load(head[1])
    slides = tuple(_slide(one.strip()) for one in source[head.end() :].split("\n---\n"))
    lecture = Lecture(content["title"], content["minutes"], slides)
    if (total := sum(slide.minutes for slide in slides)) != lecture.minutes:
        raise ValueError(f"lecture: its slides take {total} minutes: must be {lecture.minutes}")
    return lecture


def _slide(source: str) -> Slide:
    shown, separator, notes = source.partition("\nNote: ")
    minutes = MINUTES.search(shown)
    title = source.splitlines()[0]
    if not minutes or not separator:
        wanted = "'<!-- minutes: 4 -->' and 'Note: ...'"
        raise ValueError(f"slide {title!r}: has no minutes, or no notes: must have {wanted}")
    return Slide(MINUTES.sub("", shown).strip(), notes.strip(), int(minutes[1]))
