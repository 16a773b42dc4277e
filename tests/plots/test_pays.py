import pytest

from kdci import plots
from kdci.metrics.statistics import summarize

GAINS = {
    "weights": {"small": summarize([1, 1.2]), "large": summarize([-1, 1])},
    "none": {},
    "stages": {"first": summarize([-2, -2.2])},
}
BASELINES = {
    "weights": {"small": summarize([20, 22]), "large": summarize([24, 26])},
    "none": {},
    "stages": {"first": summarize([30, 32])},
}
ROWS = ["weights", "small", "large", "stages", "first"]


def points(ax):
    """Return where the dots of a panel are: value and row."""
    dots = [line for line in ax.lines if len(line.get_xdata()) == 1]
    return [(dot.get_xdata()[0], dot.get_ydata()[0]) for dot in dots]


@pytest.mark.parametrize("baselines", [None, BASELINES])
def test_rows_are_under_the_name_of_their_group_which_is_bold(baselines):
    labels = plots.gains(GAINS, baselines).axes[0].get_yticklabels()
    assert [label.get_text() for label in labels] == ROWS
    assert [label.get_text() for label in labels if label.get_fontweight() == "bold"] == [
        "weights",
        "stages",
    ]


def test_each_gain_is_in_its_row_with_its_interval():
    (ax,) = plots.gains(GAINS).axes
    assert points(ax) == [(pytest.approx(1.1), 1), (pytest.approx(0), 2), (pytest.approx(-2.1), 4)]
    bars = [line for line in ax.lines if list(line.get_ydata()) == [1, 1]]
    value = GAINS["weights"]["small"]
    assert list(bars[0].get_xdata()) == [value.low, value.high]


def test_the_axis_says_what_is_subtracted():
    (ax,) = plots.gains(GAINS, rival="rival").axes
    assert ax.get_xlabel() == "student minus rival [dB]"
    assert plots.gains(GAINS, BASELINES).axes[1].get_xlabel() == "student minus\nbaseline [dB]"


def test_readings_of_gains_differ_in_more_than_colour():
    fig = plots.gains(GAINS | {"more": {"shown": summarize([1, 1.01])}})
    (legend,) = fig.legends
    shown = ["higher", "none shown", "lower"]
    assert [text.get_text() for text in legend.get_texts()] == shown
    looks = {(dot.get_marker(), dot.get_markerfacecolor() == "white") for dot in legend.get_lines()}
    assert len(looks) == 3


def test_baselines_have_a_panel_of_their_own_with_the_same_rows():
    left, right = plots.gains(GAINS, BASELINES).axes
    assert points(left) == [(21, 1), (25, 2), (31, 4)]
    assert [row for _, row in points(right)] == [1, 2, 4]
    with pytest.raises(KeyError):
        plots.gains(GAINS, {"weights": {}})


PAIR = (summarize([2, 4]), summarize([1, 2]))


def test_a_scatter_shows_means_and_both_intervals():
    (ax,) = plots.gain_against({"lead [dB]": {"teachers": [PAIR]}}).axes
    (drawn,) = ax.containers
    dots, _, (across, up) = drawn
    assert (list(dots.get_xdata()), list(dots.get_ydata())) == ([3], [1.5])
    assert across.get_segments()[0][:, 0] == pytest.approx([PAIR[0].low, PAIR[0].high])
    assert up.get_segments()[0][:, 1] == pytest.approx([PAIR[1].low, PAIR[1].high])
    assert ax.get_xlabel() == "lead [dB]"
    assert any(list(line.get_ydata()) == [0, 0] for line in ax.lines)


def test_a_series_looks_the_same_in_all_panels():
    fig = plots.gain_against({"a": {"x": [PAIR], "y": [PAIR]}, "b": {"y": [PAIR], "z": [PAIR]}})
    first, second = ([drawn[0] for drawn in ax.containers] for ax in fig.axes)
    looks = [(dots.get_color(), dots.get_marker()) for dots in (*first, *second)]
    assert looks[1] == looks[2]
    assert len(set(looks)) == 3
    (legend,) = fig.legends
    assert [text.get_text() for text in legend.get_texts()] == ["x", "y", "z"]


def test_more_series_than_looks_are_refused():
    with pytest.raises(ValueError, match="zip"):
        plots.gain_against({"a": {str(n): [PAIR] for n in range(7)}})
