import pytest

from kdci import evidence
from kdci.evidence.eight_teachers import TEACHERS, compare_teachers


def test_each_teacher_has_its_lead_its_students_gain_and_their_likeness():
    numbers = evidence.load("spc-teachers")
    found = compare_teachers(numbers, ["real"])
    (label,) = found.leads.keys() & found.gains.keys() & found.likeness.keys()
    assert label == TEACHERS["real"]
    assert found.leads[label] == numbers.gain("teacher-real", "baseline", 10)
    assert found.gains[label] == numbers.gain("student-of-real", "baseline", 10)
    assert 0 < found.likeness[label].mean < 1
    assert len(compare_teachers(numbers).gains) == 8


def test_an_unknown_teacher_is_refused():
    with pytest.raises(KeyError, match="nobody"):
        compare_teachers(evidence.load("spc-teachers"), ["nobody"])
