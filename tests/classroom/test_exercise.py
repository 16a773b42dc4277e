"""Files of exercises that lack something are refused, by name."""

import pytest

from kdci.classroom.course import FOLDER
from kdci.classroom.exercise import read

SOURCE = FOLDER / "exercises" / "lab2-mask.md"


def test_an_exercise_is_read():
    exercise = read(SOURCE)
    assert (exercise.name, exercise.level) == ("lab2-mask", "compute")
    assert [cell.kind for cell in exercise.of("task", "hint", "setup", "answer", "check")] == [
        *("task", "setup", "hint", "answer", "check"),
    ]
    assert exercise.wrong[0].code.startswith("def budget_mask(")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  minutes: 6\n", "", "minutes=None: must be int"),
        ("level: compute", "level: guess", "level='guess': must be one of 'predict'"),
        (":tags: [setup]", ":tags: [given]", r"tagged \['given'\].*must have one tag of setup"),
        ("# Mistake: sorted", "# sorted", "must begin with the lines '# Mistake"),
        (":tags: [wrong]", ":tags: [setup]", "0 wrong answers: must be 3 at least"),
        ('{"tags": ["marking"]}', '{"tags": ["task"]}', "no marking: must have it"),
        ("    ### END SOLUTION\n", "", "'### BEGIN SOLUTION': must have its counterpart"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, old, new, message):
    source = SOURCE.read_text(encoding="utf-8")
    assert old in source
    path = tmp_path / "lab2-mask.md"
    path.write_text(source.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read(path)
