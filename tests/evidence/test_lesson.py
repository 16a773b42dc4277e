"""The lesson of the training in the browser: numbers by seed, from its sealed result."""

from pathlib import Path

import pytest

from kdci.evidence.lesson import RESULT, Lesson
from kdci.evidence.markdown import interval
from kdci.sealed import read_sealed


def test_values_are_those_of_the_last_step():
    lesson = Lesson()
    rows = read_sealed(RESULT)["rows"]
    wanted = {r["seed"]: 100 * r["energy"][-1] for r in rows
              if r["optimiser"] == "adam" and r["system"] == "student"}  # fmt: skip
    assert lesson.by_seed("adam", "student", "energy") == wanted
    assert lesson.seeds == [0, 1, 2, 3, 4]


def test_a_gain_is_the_students_minus_e2es_seed_by_seed():
    lesson = Lesson()
    ours, theirs = (lesson.by_seed("sgd", s, "psnr") for s in ("student", "baseline"))
    wanted = sum(ours[seed] - theirs[seed] for seed in ours) / len(ours)
    assert lesson.gain("sgd", "psnr").mean == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [(("adam", "student", "ssim"), "measure"), (("lion", "student", "psnr"), "optimiser"),
     (("adam", "teacher", "psnr"), "system")],
)  # fmt: skip
def test_what_was_not_run_is_refused_by_name(arguments, name):
    with pytest.raises(ValueError, match=f"{name}="):
        Lesson().by_seed(*arguments)


def test_a_damaged_result_is_refused(tmp_path):
    path = Path(tmp_path) / "lesson.json"
    path.write_bytes(RESULT.read_bytes().replace(b"0.09", b"0.08", 1))
    with pytest.raises(ValueError, match="damaged"):
        Lesson(path)


def test_the_table_has_each_optimisers_gain():
    lesson = Lesson()
    rows = lesson.table().splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows] == ["| Adam", "| SGD"]
    assert interval(lesson.gain("sgd", "psnr"), 1) in rows[1]
