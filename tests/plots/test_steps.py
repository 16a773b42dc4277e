"""PSNR over the length of the training."""

import pytest

from kdci import plots
from kdci.metrics.statistics import summarize
from kdci.plots.style import LOOK

SYSTEMS = {
    "baseline": {900: summarize([24, 24.2]), 300: summarize([22, 22.4])},
    "hadamard-energy": {300: summarize([23.0, 23.1])},
}


def test_lines_go_from_few_steps_to_many_with_their_intervals():
    (ax,) = plots.psnr_over_steps(SYSTEMS).axes
    baseline, hadamard = ax.containers
    assert list(baseline.lines[0].get_xdata()) == [300, 900]
    assert list(baseline.lines[0].get_ydata()) == pytest.approx([22.2, 24.1])
    first = baseline.lines[2][0].get_segments()[0]
    value = SYSTEMS["baseline"][300]
    assert first[:, 1] == pytest.approx([value.low, value.high])
    assert list(hadamard.lines[0].get_xdata()) == [300]


def test_names_and_ticks_say_what_is_shown():
    fig = plots.psnr_over_steps(SYSTEMS)
    (legend,) = fig.legends
    assert [text.get_text() for text in legend.get_texts()] == [LOOK[n][0] for n in SYSTEMS]
    assert list(fig.axes[0].get_xticks()) == [300, 900]


@pytest.mark.parametrize("systems", [{}, {"baseline": {}}])
def test_nothing_to_draw_is_refused(systems):
    with pytest.raises(ValueError, match="systems="):
        plots.psnr_over_steps(systems)
