from dataclasses import replace

import pytest

from kdci import plots
from kdci.evidence.claims import MODALITIES, Claim, Evidence
from kdci.evidence.verdicts import Finding, Verdict
from kdci.metrics.statistics import Summary


def finding(label, low, high, metric="psnr"):
    parts = ("MRI", "s", label, "student", "baseline", 8, metric, "higher")
    difference = Summary((low + high) / 2, 0.1, low, high, 3)
    return Finding(Evidence(*parts), difference, rival=2.0)


MISSING = Finding(finding("not there", 0, 1).evidence)
VERDICT = Verdict(
    Claim("C1", ""),
    (
        finding("a", 1, 2),
        replace(finding("b", -1, 3), evidence=replace(MISSING.evidence, modality="SPC", label="b")),
        finding("c", -2, -1),
        finding("d", 0.5, 1.5, "condition_number"),
        MISSING,
    ),
)


@pytest.mark.parametrize(
    ("unit", "modalities", "rows"),
    [
        ("dB", MODALITIES, ["MRI", "a", "c", "SPC", "b"]),
        ("dB", ["SPC"], ["SPC", "b"]),
        ("%", MODALITIES, ["MRI", "d"]),
    ],
)
def test_rows_are_the_findings_in_the_unit_by_modality(unit, modalities, rows):
    (ax,) = plots.differences(VERDICT, unit, modalities).axes
    assert [label.get_text() for label in ax.get_yticklabels()] == rows


def test_primary_comparisons_come_first_with_the_name_of_their_modality():
    first, *others = VERDICT.findings
    primary = replace(others[0], evidence=replace(others[0].evidence, primary=True))
    (ax,) = plots.differences(Verdict(Claim("C1", ""), (first, primary)), "dB").axes
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["primary comparisons", "SPC, b", "MRI", "a"]


@pytest.mark.parametrize(("adjusted", "reading"), [(0.01, "agrees"), (0.2, "none shown")])
def test_a_primary_comparison_looks_as_it_reads_among_all_primary_ones(adjusted, reading):
    primary = replace(VERDICT.findings[0], adjusted=adjusted)
    (legend,) = plots.differences(Verdict(Claim("C1", ""), (primary,)), "dB").legends
    assert [text.get_text() for text in legend.get_texts()] == [reading]


def test_bars_are_intervals_and_dots_are_means():
    (ax,) = plots.differences(VERDICT, "dB").axes
    _, bar, dot, *_ = ax.lines
    assert (list(bar.get_xdata()), list(dot.get_xdata())) == ([1, 2], [1.5])
    (ax,) = plots.differences(VERDICT, "%").axes
    _, bar, dot = ax.lines
    assert (list(bar.get_xdata()), list(dot.get_xdata())) == ([25, 75], [50])


def test_a_band_shows_within_what_two_systems_are_the_same():
    same = replace(finding("a", -0.01, 0.01).evidence, metric="milliseconds", expected="same")
    verdict = Verdict(Claim("C9", ""), (replace(finding("a", -0.01, 0.01), evidence=same),))
    (ax,) = plots.differences(verdict, "%").axes
    (band,) = ax.patches
    assert (band.get_x(), band.get_width()) == (-5, 10)
    assert list(ax.get_xticks()) == [-5, 0, 5]
    assert ax.xaxis.get_major_formatter()(-5) == "\N{MINUS SIGN}5"
    assert not plots.differences(VERDICT, "%").axes[0].patches


def test_readings_differ_in_more_than_colour():
    fig = plots.differences(VERDICT, "dB")
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
    (ax,) = plots.differences(Verdict(Claim("C9", ""), ()), "dB").axes
    assert len(ax.get_yticklabels()) == 0


def test_no_tick_is_drawn_twice():
    (ax,) = plots.differences(VERDICT, "dB").axes
    assert sorted(ax.get_xticks()) == [-10, -1, 0, 1, 10]
