"""Every check passes what is good, and names the argument and its value otherwise."""

import math
import re

import pytest
import torch

from kdci import checks

NO_NUMBERS = (math.nan, math.inf, -math.inf, True, False, "2", None, 2 + 0j, torch.tensor(2.0))


def named(name, value):
    return re.escape(f"{name}={value!r}: must be")


@pytest.mark.parametrize("value", [1, 1.0, 2.5, 4])
def test_number_in_its_range_is_returned(value):
    assert checks.number_in("slope", value, 1, 4) is value


@pytest.mark.parametrize("value", [0.999, 4.001, -2, *NO_NUMBERS], ids=repr)
def test_number_out_of_its_range_is_named(value):
    with pytest.raises(ValueError, match=named("slope", value) + " a finite number from 1 to 4$"):
        checks.number_in("slope", value, 1, 4)


def test_meaning_of_a_range_is_in_the_message():
    with pytest.raises(ValueError, match=r"from 0 to 1 \(a fraction\)$"):
        checks.number_in("center", 2, 0, 1, "a fraction")


@pytest.mark.parametrize("value", [0, -1e300, 1e300, 5e-324])
def test_finite_number_is_returned(value):
    assert checks.finite("loss", value) is value


@pytest.mark.parametrize("value", NO_NUMBERS, ids=repr)
def test_what_is_not_finite_is_named(value):
    with pytest.raises(ValueError, match=named("loss", value)):
        checks.finite("loss", value)


@pytest.mark.parametrize("allowed", [("a", "b"), ["a", "b"], {"a": 1, "b": 2}], ids=repr)
def test_choice_is_one_of_those_allowed(allowed):
    assert checks.one_of("split", "b", allowed) == "b"
    with pytest.raises(ValueError, match=named("split", "c") + " one of 'a', 'b'$"):
        checks.one_of("split", "c", allowed)


@pytest.mark.parametrize("shape", [(1, 1), (63, 80), [4, 5], torch.Size((6, 7))], ids=repr)
def test_image_shape_is_two_positive_integers(shape):
    assert checks.image_shape("shape", shape) == tuple(shape)


@pytest.mark.parametrize(
    "shape", [(), (4,), (4, 4, 4), (0, 4), (4, -1), (4.0, 4), ("4", 4), (4, None)], ids=repr
)
def test_what_is_no_image_shape_is_named(shape):
    with pytest.raises(ValueError, match=named("size", shape)):
        checks.image_shape("size", shape)


@pytest.mark.parametrize("value", [1, 1.5, 63])
def test_acceleration_is_from_one_to_the_number_of_points(value):
    assert checks.acceleration(value, (7, 9)) == value


@pytest.mark.parametrize("value", [0.99, 63.01, 0, -1, *NO_NUMBERS], ids=repr)
def test_bad_acceleration_is_named(value):
    with pytest.raises(ValueError, match=named("acceleration", value) + ".* from 1 to 63"):
        checks.acceleration(value, (7, 9))


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.float64])
@pytest.mark.parametrize("shape", [None, (4, 6)])
def test_batch_of_images_is_returned(dtype, shape):
    value = torch.zeros(3, 2, 4, 6, dtype=dtype)
    assert checks.images("images", value, 2, shape) is value


@pytest.mark.parametrize(
    "value",
    [
        torch.zeros(2, 4, 6),
        torch.zeros(3, 1, 4, 6),
        torch.zeros(3, 2, 6, 4),
        torch.zeros(1, 3, 2, 4, 6),
        torch.zeros(3, 2, 4, 6, dtype=torch.int64),
        torch.zeros(3, 2, 4, 6, dtype=torch.complex64),
    ],
    ids=lambda value: f"{tuple(value.shape)} {value.dtype}",
)
def test_what_is_no_batch_of_images_is_named_with_its_shape_and_type(value):
    found = re.escape(f"target: shape {tuple(value.shape)}, {value.dtype}: must be")
    with pytest.raises(ValueError, match=found + r".* \(B, 2, 4, 6\)"):
        checks.images("target", value, 2, (4, 6))


def test_wanted_shape_has_letters_where_any_size_is_allowed():
    with pytest.raises(ValueError, match=re.escape("(B, 2, H, W)")):
        checks.images("images", torch.zeros(3, 1, 4, 6), 2)


def test_finite_images_are_returned():
    value = torch.zeros(3, 2, 4, 6)
    assert checks.finite_images("images", value) is value


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_first_image_that_is_not_finite_is_named(bad):
    value = torch.zeros(4, 2, 4, 6)
    value[2, 1, 3, 5] = value[3, 0, 0, 0] = bad
    with pytest.raises(ValueError, match=r"^target\[2\]: "):
        checks.finite_images("target", value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("real", "thing='real'"),
        (None, "thing=None"),
        (int, "thing: is the class int itself"),
        ([1], "thing: is of type list"),
    ],
)
def test_object_of_another_kind_is_refused_by_name(value, found):
    with pytest.raises(TypeError, match=f"{found}: must be a number, as 3.5"):
        checks.instance("thing", value, float, "a number, as 3.5")
    checks.instance("thing", 3.5, float, "a number, as 3.5")
