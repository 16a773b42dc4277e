"""No word of a figure is cut off at its edge."""

from types import SimpleNamespace

import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from kdci import plots
from kdci.plots.style import BLACK, LOOK, axes, figure, ink, legend_above


def cut(fig: Figure) -> list[str]:
    """Return the words of a figure that reach over its left or right edge."""
    fig.draw_without_rendering()
    words = [text for text in fig.findobj(Text) if any(map(str.isalpha, text.get_text()))]
    boxes = {text.get_text(): text.get_window_extent() for text in words}
    return [word for word, box in boxes.items() if box.x0 < 0 or box.x1 > fig.bbox.x1]


@pytest.mark.parametrize(
    "names", [["a", "b", "c"], [f"{n}, a name of no less than nine words in all" for n in "abc"]]
)
def test_legend_has_as_many_columns_as_there_is_room_for(names):
    fig = figure(2.0)
    legend_above(fig, axes(fig).plot([[0, 1, 2], [3, 4, 5]]), names, columns=3)
    assert cut(fig) == []
    across = {round(text.get_window_extent().x0) for text in fig.legends[0].get_texts()}
    assert len(across) == (3 if names[0] == "a" else 1)


def test_candidates_with_long_names_leave_their_axis_its_words():
    names = {
        "baseline": "Adam 0.01, SNR 20 dB",
        "student": "L_ENC 0.03, L_DEC 0.0001, Adam 0.003, SNR 20 dB",
    }
    results = [SimpleNamespace(role=a, variant=b, system=a) for a, b in names.items()]
    numbers = SimpleNamespace(results=results, by_seed=lambda system, at: {0: 26.0, 1: 28.0})
    fig = plots.candidates(numbers, 8)
    assert cut(fig) == []
    labels = [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert labels == ["L_ENC 0.03, L_DEC 0.0001, Adam 0.003", "Adam 0.01"]
    (legend,) = fig.legends
    assert [text.get_text() for text in legend.get_texts()] == ["E2E baseline", "student"]


@pytest.mark.parametrize("color", sorted({color for _, color, _ in LOOK.values()}))
def test_words_on_white_have_contrast(color):
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(ink(color))
    ]
    luminance = sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert 1.05 / (luminance + 0.05) >= 4.5
    assert (ink(color) == BLACK) == (color == BLACK)
