"""The lecture takes as long as it says, has notes for each slide, and types no result."""

import pytest

from kdci.classroom.course import FOLDER
from kdci.classroom.slides import read_lecture
from tests.prose import typed_metrics

SOURCE = (FOLDER / "lecture.md").read_text(encoding="utf-8")
LECTURE = read_lecture(SOURCE)


def test_it_takes_45_minutes():
    assert LECTURE.minutes == sum(slide.minutes for slide in LECTURE.slides) == 45
    assert all(len(slide.notes) > 80 for slide in LECTURE.slides)


def test_it_shows_figures_and_an_instrument_and_no_typed_number():
    named = {kind: [n for s in LECTURE.slides for n in s.named(kind)] for kind in ("instrument",)}
    assert named["instrument"]
    assert typed_metrics(SOURCE) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("minutes: 45\n", "minutes: 40\n", "slides take 45 minutes: must be 40"),
        ("<!-- minutes: 7 -->", "", "slide '## Try it.*has no minutes"),
        ("\nNote: Say", "\nSay", "slide '# Who tells.*no notes"),
        ("---\ntitle", "title", "lecture: no head"),
    ],
)
def test_what_is_missing_is_named(old, new, message):
    assert old in SOURCE
    with pytest.raises(ValueError, match=message):
        read_lecture(SOURCE.replace(old, new, 1))
