import pytest

from kdci import plots
from kdci.metrics.statistics import Summary, summarize

TIMES = {
    "MRI, U-Net": {"baseline": [2.0, 2.2], "student": [2.0, 2.0], "teacher": [2.1, 2.3]},
    "SPC": {"baseline": [0.5, 0.5], "student": [0.4, 0.6]},
}
DIFFERENCES = {"MRI, U-Net": Summary(-1, 1, -4, 2, 5), "SPC": Summary(10, 1, 0, 20, 5)}


def drawn(differences=DIFFERENCES):
    """Return the two panels."""
    times = {n: {role: summarize(v) for role, v in own.items()} for n, own in TIMES.items()}
    return plots.time_per_image(times, differences, 5).axes


def test_each_role_has_its_means_in_the_rows_of_the_instruments_that_have_it():
    left, _ = drawn()
    by_role = {one.get_label(): one for one in left.containers}
    assert list(by_role)[:3] == ["E2E baseline", "student", "teacher"]
    points = by_role["E2E baseline"][0]
    assert list(points.get_xdata()) == pytest.approx([2.1, 0.5])
    assert [round(y) for y in points.get_ydata()] == [0, 1]
    assert [round(y) for y in by_role["teacher"][0].get_ydata()] == [0]
    assert left.get_xscale() == "log"


def test_bars_of_times_are_standard_deviations():
    left, _ = drawn()
    (bars,) = left.containers[0][2]
    low, high = bars.get_segments()[0][:, 0]
    assert (high - low) / 2 == pytest.approx(summarize([2.0, 2.2]).spread)


def test_differences_have_their_intervals_and_all_of_the_margin_is_shown():
    _, right = drawn()
    points, _, (bars,) = right.containers[0]
    assert list(points.get_xdata()) == [-1, 10]
    assert [list(s[:, 0]) for s in bars.get_segments()] == [[-4, 2], [0, 20]]
    low, high = right.get_xlim()
    assert low < -20
    assert high > 20
    (band,) = right.patches
    assert (band.get_x(), band.get_width()) == (-5, 10)
    ticks = [label.get_text() for label in right.get_xticklabels()]
    assert ticks == ["\N{MINUS SIGN}10", "0", "+10"]


def test_a_missing_difference_leaves_its_row_empty():
    _, right = drawn({"SPC": DIFFERENCES["SPC"]})
    assert list(right.containers[0][0].get_ydata()) == [1]


def test_rows_are_named_by_instrument_from_the_top():
    left, _ = drawn()
    assert [label.get_text() for label in left.get_yticklabels()] == ["MRI,\nU-Net", "SPC"]
    assert left.yaxis_inverted()
