"""The waterfall: a row per rung, and bars that lead from one gain to the next."""

import pytest

from kdci import plots
from kdci.metrics.statistics import summarize
from kdci.plots.style import LOOK

GAINS = {"published": summarize([5, 5.2]), "one rate": summarize([1, 1.4]), "ours": summarize([0])}
BASELINES = {rung: summarize([20, 20.5]) for rung in GAINS}
STUDENTS = {rung: summarize([21, 21.5]) for rung in GAINS}


def test_each_bar_begins_where_the_one_above_ends():
    _, right = plots.waterfall(BASELINES, STUDENTS, GAINS).axes
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in right.patches]
    assert [end for _, end in ends] == pytest.approx([gain.mean for gain in GAINS.values()])
    assert [start for start, _ in ends] == pytest.approx([0, *(end for _, end in ends[:-1])])


def test_rows_are_the_rungs_from_top_to_bottom():
    left, _ = plots.waterfall(BASELINES, STUDENTS, GAINS).axes
    assert [text.get_text() for text in left.get_yticklabels()] == list(GAINS)
    bottom, top = left.get_ylim()
    assert bottom > top


def test_the_best_design_that_nobody_learned_is_a_line_with_a_name():
    fig = plots.waterfall(BASELINES, STUDENTS, GAINS, summarize([22.0]))
    (legend,) = fig.legends
    names = [text.get_text() for text in legend.get_texts()]
    assert names == [LOOK["baseline"][0], LOOK["student"][0], "best design, not learned"]
    assert any(set(line.get_xdata()) == {22.0} for line in fig.axes[0].lines)


def test_a_rung_without_its_baseline_is_refused():
    with pytest.raises(KeyError, match="one rate"):
        plots.waterfall({"published": summarize([20])}, STUDENTS, GAINS)
