import pytest

from kdci import plots
from kdci.evidence.claims import Claim, Evidence
from kdci.evidence.verdicts import Finding, Verdict
from kdci.metrics.statistics import Summary


def finding(label, low, high, metric="psnr"):
    parts = ("MRI", "s", label, "student", "baseline", 8, metric, "higher")
    difference = Summary((low + high) / 2, 0.1, low, high, 3)
    return Finding(Evidence(*parts), difference, rival=2.0)


MISSING = Finding(finding("not there", 0, 1).evidence)
VERDICTS = [
    Verdict(
        Claim("C1", ""),
        (finding("a", 1, 2), finding("b", -1, 3), finding("c", -2, -1), MISSING),
    ),
    Verdict(Claim("C2", ""), (finding("d", 0.5, 1.5, "condition_number"),)),
    Verdict(Claim("C9", ""), ()),
]


@pytest.mark.parametrize(
    ("unit", "rows"),
    [("dB", ["C1", "MRI, a", "MRI, b", "MRI, c"]), ("%", ["C2", "MRI, d"])],
)
def test_rows_are_the_findings_in_the_unit_by_claim(unit, rows):
    (ax,) = plots.differences(VERDICTS, unit).axes
    assert [label.get_text() for label in ax.get_yticklabels()] == rows


def test_bars_are_intervals_and_dots_are_means():
    (ax,) = plots.differences(VERDICTS, "dB").axes
    _, bar, dot, *_ = ax.lines
    assert (list(bar.get_xdata()), list(dot.get_xdata())) == ([1, 2], [1.5])
    (ax,) = plots.differences(VERDICTS, "%").axes
    _, bar, dot = ax.lines
    assert (list(bar.get_xdata()), list(dot.get_xdata())) == ([25, 75], [50])


def test_readings_differ_in_more_than_colour():
    fig = plots.differences(VERDICTS, "dB")
    (legend,) = fig.legends
    assert [text.get_text() for text in legend.get_texts()] == [
        "agrees",
        "none shown",
        "contradicts",
    ]
    looks = {
        (line.get_marker(), line.get_markerfacecolor() == "white") for line in legend.get_lines()
    }
    assert len(looks) == 3


def test_nothing_found_is_an_empty_figure():
    (ax,) = plots.differences(VERDICTS[2:], "dB").axes
    assert len(ax.get_yticklabels()) == 0
