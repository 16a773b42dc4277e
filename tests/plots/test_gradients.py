import numpy as np
import pytest

from kdci.plots.gradients import gradient_norms

STEPS = [0, 10, 40]
BASELINE = [
    {"step": STEPS, "encoder_gradient": [1.0, 0.1, 0.02]},
    {"step": STEPS, "encoder_gradient": [2.0, 0.3, 0.02]},
    {"step": STEPS, "encoder_gradient": [8.0, 0.2, 0.02]},
]
STUDENT = [{"step": STEPS, "encoder_gradient": [3.0, 3.0, 3.0]}]
PANELS = {
    "MRI": {"baseline": BASELINE, "student": STUDENT},
    "SPC": {"baseline": [{"step": STEPS, "encoder_gradient": [1e-5, 2e-5, 1e-5]}]},
    "third": {"student": STUDENT},
}


def test_lines_are_medians_over_the_share_of_training_and_bands_reach_to_the_extremes():
    first = gradient_norms(PANELS).axes[0]
    baseline, student = first.lines
    assert list(baseline.get_xdata()) == [0, 25, 100]
    assert list(baseline.get_ydata()) == [2.0, 0.2, 0.02]
    assert list(student.get_ydata()) == [3.0, 3.0, 3.0]
    assert baseline.get_linestyle() != student.get_linestyle()
    corners = first.collections[0].get_paths()[0].vertices
    assert {(0, 1), (0, 8), (25, 0.1), (25, 0.3)} <= {tuple(corner) for corner in corners}


def test_all_panels_span_the_same_number_of_decades_and_show_all_values():
    fig = gradient_norms(PANELS)
    spans = []
    for ax, systems in zip(fig.axes, PANELS.values(), strict=False):
        low, high = ax.get_ylim()
        spans.append(np.log10(high / low))
        values = [v for seeds in systems.values() for s in seeds for v in s["encoder_gradient"]]
        assert low < min(values) <= max(values) < high
    assert spans == pytest.approx([spans[0]] * 3)


def test_a_panel_that_is_left_over_is_hidden():
    assert [ax.get_visible() for ax in gradient_norms(PANELS).axes] == [True, True, True, False]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"step": [0, 10, 30], "encoder_gradient": [1, 1, 1]}, "same steps"),
        ({"step": STEPS, "encoder_gradient": [1, 0, 1]}, "above 0"),
    ],
)
def test_unequal_steps_and_gradients_of_zero_are_refused(wrong, message):
    with pytest.raises(ValueError, match=f"MRI, baseline: .*{message}"):
        gradient_norms({"MRI": {"baseline": [*BASELINE, wrong]}})
