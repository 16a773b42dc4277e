"""Examples are picked by a rule: the image at a share of the order, whatever it looks like."""

import pytest

from kdci.evidence.examples import example


def test_the_image_in_the_middle_is_shown():
    assert example([3, 1, 2]) == 2


@pytest.mark.parametrize(("share", "index"), [(0, 1), (0.1, 1), (0.5, 4), (0.9, 3), (1, 3)])
def test_a_share_of_the_images_is_lower(share, index):
    assert example([10, -5, 2, 30, 5], share) == index


def test_of_equal_values_the_first_comes_first():
    assert [example([1, 1, 1], share) for share in (0, 0.5, 1)] == [0, 1, 2]


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"values=\[\]"):
        example([])
    with pytest.raises(ValueError, match="share=2"):
        example([1.0], 2)
