"""What stands between nbgrader's marks is taken out, or left without the marks."""

import pytest

from kdci.classroom import regions

SOURCE = """def double(x):
    ### BEGIN SOLUTION
    two = 2
    return two * x
    ### END SOLUTION
"""
CHECK = """check(1)
### BEGIN HIDDEN TESTS
check(2)
### END HIDDEN TESTS
passed()"""


def test_a_solution_is_taken_out():
    untouched = "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    assert regions.stripped(SOURCE) == untouched


def test_hidden_tests_are_taken_out():
    assert regions.stripped(CHECK) == "check(1)\npassed()"


def test_marks_are_taken_out():
    assert regions.whole(SOURCE) == "def double(x):\n    two = 2\n    return two * x"
    assert regions.whole(CHECK) == "check(1)\ncheck(2)\npassed()"


def test_what_is_hidden_is_said():
    assert regions.hidden(SOURCE + CHECK) == "    two = 2\n    return two * x\ncheck(2)\n"


@pytest.mark.parametrize("lost", ["    ### END SOLUTION\n", "    ### BEGIN SOLUTION\n"])
def test_half_a_region_is_refused(lost):
    with pytest.raises(ValueError, match="must have its counterpart"):
        regions.stripped(SOURCE.replace(lost, ""))
