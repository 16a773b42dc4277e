import pytest

from kdci import plots
from kdci.metrics.statistics import summarize

LEADS = {"near, weak": [1, 3], "far": [8, 10], "nearest": [0, 1]}
GAINS = {"far": [-1, 0], "nearest": [0, 0.5], "near, weak": [1, 2]}
LIKENESS = {name: [0.5, 0.7] for name in LEADS}


@pytest.fixture
def panels():
    found = (LEADS, GAINS, LIKENESS)
    summaries = [{name: summarize(values) for name, values in f.items()} for f in found]
    return plots.gain_by_teacher(*summaries).axes


def test_rows_go_from_the_weakest_teacher_on_top_to_the_strongest(panels):
    names = [label.get_text() for label in panels[0].get_yticklabels()]
    assert names == ["nearest", "near,\nweak", "far"]
    assert all(ax.yaxis_inverted() for ax in panels)


def test_each_panel_shows_the_means_of_its_rows_and_their_intervals(panels):
    wanted = ([0.5, 2, 9], [0.25, 1.5, -0.5], [0.6] * 3)
    for ax, means in zip(panels, wanted, strict=True):
        (drawn,) = ax.containers
        points, _, (bars,) = drawn
        assert list(points.get_xdata()) == pytest.approx(means)
        ends = bars.get_segments()[1][:, 0]
        assert ends.mean() == pytest.approx(means[1])
    leads = summarize(LEADS["near, weak"])
    assert panels[0].containers[0][2][0].get_segments()[1][:, 0] == pytest.approx(
        [leads.low, leads.high]
    )


def test_zero_is_marked_where_differences_are_shown(panels):
    marked = [any(list(line.get_xdata()) == [0, 0] for line in ax.lines) for ax in panels]
    assert marked == [True, True, False]
