"""The lesson's dot plot: a row for each optimiser and system, a small mark for each seed."""

import pytest

from kdci import plots
from kdci.evidence.lesson import Lesson


def test_each_row_has_its_seeds_its_mean_and_its_interval():
    lesson = Lesson()
    energy, psnr = plots.lesson(lesson).axes
    assert [text.get_text() for text in energy.get_yticklabels()] == [
        "Adam: E2E", "Adam: student", "SGD: E2E", "SGD: student",
    ]  # fmt: skip
    seeds, interval, mean = psnr.lines[:3]
    assert sorted(seeds.get_xdata()) == sorted(lesson.by_seed("adam", "baseline", "psnr").values())
    summary = lesson.mean("adam", "baseline", "psnr")
    assert list(interval.get_xdata()) == pytest.approx([summary.low, summary.high])
    assert list(mean.get_xdata()) == pytest.approx([summary.mean])
