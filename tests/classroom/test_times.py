"""What was measured of the notebooks is shown, and where nothing was, the page says so."""

from kdci.classroom import times
from tests.classroom.answers import COURSE

FOUND = {
    "lab-2": {"start_s": 3.2, "seconds": {"lab2-mask": 0.14, "lab2-step": 2.5}, "peak_mib": 612}
}


def test_times_and_memory_are_shown():
    shown = times.table(COURSE, FOUND)
    assert "holds 612 MiB at most" in shown
    assert "slowest exercise takes 2.5 s" in shown
    assert "| A mask with an exact budget | 0.1 |" in shown


def test_without_a_measurement_the_page_says_how_to_make_one(monkeypatch, tmp_path):
    monkeypatch.setattr(times, "RESULT", tmp_path / "none.json")
    assert "run `python benchmarks/classroom.py`" in times.measured_times(COURSE)
