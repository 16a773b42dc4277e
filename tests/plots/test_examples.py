"""The histogram of single images counts all of them, and marks those that are shown."""

import pytest

from kdci.plots import gains_of_images


def test_all_images_are_counted_and_the_shown_ones_marked():
    (ax,) = gains_of_images([-1.0, 0.0, 0.5, 2.0], {"A": 1, "B": 3}).axes
    assert sum(bar.get_height() for bar in ax.patches) == 4
    assert [line.get_xdata()[0] for line in ax.lines] == [0, 0.0, 2.0]
    assert [text.get_text() for text in ax.texts] == ["A", "B"]


def test_an_image_that_is_not_there_is_an_error():
    with pytest.raises(IndexError):
        gains_of_images([1.0], {"A": 1})
