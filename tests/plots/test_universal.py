"""One decoder for all masks beside each mask's own."""

from kdci import plots

MEANS = {
    ("student", 4.0): (30.0, 29.5),
    ("student", 8.0): (27.0, 26.0),
    ("spiral", 4.0): (24.0, 25.0),
}


def test_a_row_has_the_difference_at_each_amount():
    (ax,) = plots.of_all_masks(MEANS, "acceleration").axes
    drawn = {line.get_label(): line.get_xydata().tolist() for line in ax.lines[1:]}
    assert drawn == {"acceleration 4": [[0.5, 0], [-1, 1]], "acceleration 8": [[1, 0]]}
    assert [label.get_text() for label in ax.get_yticklabels()] == ["student", "spiral"]
    assert "[dB]" in ax.get_xlabel()
