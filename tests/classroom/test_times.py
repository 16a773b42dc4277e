"""What was measured of the notebooks is shown, and where nothing was, the page says so."""

import re

from kdci.classroom import offline, times
from kdci.sealed import read_sealed
from tests.classroom.answers import CODING, COURSE

LONGEST = 60
"""Seconds that an exercise may take on one core, and the start of its notebook."""

FOUND = {
    "lab-2": {"start_s": 3.2, "seconds": {"lab2-mask": 0.14, "lab2-step": 2.5}, "peak_mib": 612}
}


def test_times_and_memory_are_shown():
    shown = times.table(COURSE, FOUND)
    assert "holds 612 MiB at most" in shown
    assert "| A mask with an exact budget | 0.1 |" in shown
    assert "| One step of end-to-end training | 2.5 |" in shown


def test_what_takes_no_time_has_no_row():
    quick = {"lab2-mask": 0.01, "lab2-step": 0.87}
    shown = times.table(COURSE, {"lab-2": FOUND["lab-2"] | {"seconds": quick}})
    assert "A mask with an exact budget" not in shown
    assert "| One step of end-to-end training | 0.9 |" in shown
    none = times.table(COURSE, {"lab-2": FOUND["lab-2"] | {"seconds": {"lab2-mask": 0.01}}})
    assert "No exercise takes longer than 0.1&nbsp;s." in none
    assert "|" not in none


def test_no_step_takes_longer_than_a_minute_on_one_core():
    measured = read_sealed(times.RESULT)["notebooks"].values()
    seconds = {name: s for one in measured for name, s in one["seconds"].items()}
    assert seconds.keys() == {exercise.name for exercise in CODING}
    assert max(*seconds.values(), *(one["start_s"] for one in measured)) <= LONGEST


def test_the_page_for_instructors_has_what_was_measured():
    page = (offline.ROOT / "book" / "classroom" / "instructors.md").read_text(encoding="utf-8")
    included = set(re.findall(r"\{include\} \.\./exercises/(\S+)", page))
    assert included == {"goals.md", "by-page.md", "times.md", "offline.md"}
    shown = times.measured_times(COURSE)
    for one in read_sealed(times.RESULT)["notebooks"].values():
        assert f"holds {one['peak_mib']} MiB at most" in shown
        slow = [seconds for seconds in one["seconds"].values() if seconds >= times.LISTED]
        assert all(f" {seconds:.1f} |" in shown for seconds in slow)


def test_what_the_archive_takes_offline_is_shown(tmp_path):
    found, shown = read_sealed(offline.RESULT), offline.used_offline()
    assert f"has {found['archive_mb']:.0f} MB, {found['wheels']} wheels" in shown
    for name in ("unpack", "install", "lab-2"):
        assert f"{found['seconds'][name]:.0f} s" in shown
    assert found["provenance"]["machine"] in shown
    assert found["provenance"]["commit"][:12] in shown
    (lab,) = (one for one in COURSE.sets if one.name == "lab-2")
    assert found["passed"] == len(lab.exercises)
    assert "python -m tools.classroom_offline" in offline.used_offline(tmp_path / "none.json")


def test_without_a_measurement_the_page_says_how_to_make_one(monkeypatch, tmp_path):
    monkeypatch.setattr(times, "RESULT", tmp_path / "none.json")
    assert "run `python benchmarks/classroom.py`" in times.measured_times(COURSE)
