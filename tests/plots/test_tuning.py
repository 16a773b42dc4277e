"""The picture of a search: a dot a candidate, on the row of its family."""

import pytest

from kdci import plots
from kdci.plots.style import LOOK

CANDIDATES = {"E2E": [20.0, 21.0], "taught": [19.0, 20.5, 21.5]}


def test_each_candidate_has_a_dot_and_each_teacher_a_diamond():
    (ax,) = plots.families(CANDIDATES, {"E2E": None, "taught": 25.0}).axes
    best, *rows = ax.lines
    assert list(best.get_xdata()) == [21.0, 21.0]
    assert [list(line.get_xdata()) for line in rows] == [[20.0, 21.0], [19.0, 20.5, 21.5], [25.0]]
    assert [line.get_marker() for line in rows] == [
        LOOK[name][2] for name in ("baseline", "student", "teacher")
    ]
    assert [label.get_text() for label in ax.get_yticklabels()] == list(CANDIDATES)
    assert ax.yaxis_inverted()


def test_a_family_without_candidates_is_refused():
    with pytest.raises(ValueError, match=r"teachers: has \['E2E', 'other'\], must have"):
        plots.families(CANDIDATES, {"E2E": None, "other": 25.0})
