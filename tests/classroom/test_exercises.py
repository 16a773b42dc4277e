"""Every solution passes its check, and every other answer is told what is wrong with it."""

import re

import pytest

from kdci.classroom import regions
from kdci.classroom.exercise import FEWEST_WRONG
from tests.classroom.answers import CODING, outcome

coding = pytest.mark.parametrize("exercise", CODING, ids=lambda exercise: exercise.name)


@coding
def test_solution_passes(exercise, capsys):
    assert outcome(exercise, regions.whole(exercise.text("answer"))) == ""
    assert "Passed: " in capsys.readouterr().out


@coding
def test_untouched_task_is_told_what_to_do(exercise):
    said = outcome(exercise, regions.stripped(exercise.text("answer")))
    assert "is not written yet: put your own lines" in said


@coding
def test_each_typical_mistake_gets_its_own_message(exercise):
    said = {wrong.mistake: outcome(exercise, wrong.code) for wrong in exercise.wrong}
    missed = [wrong.mistake for wrong in exercise.wrong if wrong.says not in said[wrong.mistake]]
    assert missed == [], said
    assert len(said) >= FEWEST_WRONG
    assert len({re.sub(r"[\d.-]+", "", words) for words in said.values()}) == len(said), said
