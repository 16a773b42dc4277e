"""A study made small: the same systems, with fewer pixels, images and steps."""

import pytest

from kdci import evidence
from kdci.studies.opened import OpenedStudy
from kdci.studies.reduced import train_reduced
from kdci.studies.study import expand
from tests.studies.studies import TINY, changed

SMALL = {"size": 16, "steps": 2, "train": 4}


@pytest.fixture
def study(tmp_path):
    systems = {
        **TINY["systems"],
        "teacher": {**TINY["systems"]["teacher"], "training": {"steps": 8}},
    }
    runs = expand(changed(accelerations=[2, 4], seeds=[0, 1], systems=systems))
    return OpenedStudy(tuple(runs), tmp_path)


def test_a_student_is_trained_after_its_teacher_with_the_same_share_of_steps(study, tmp_path):
    small = train_reduced(study, ["student", "radial"], [4], folder=tmp_path / "new", **SMALL)
    assert {run.name: run.training.steps for run in small.runs} == {
        "teacher-af4-0": 4,
        "student-af4-0": 2,
        "radial-af4-0": 2,
    }
    numbers = evidence.numbers_of(small)
    assert {run.system for run in numbers} == {"teacher", "student", "radial"}
    assert small.images().shape[2:] == (16, 16)
    kept = small.kept(["student", "radial"], at=4)
    assert int(kept["student"].encoder.pattern.sum()) == 64
    assert not list((tmp_path / "results").glob("**/*.json"))


def test_what_is_not_there_is_not_kept_and_has_no_numbers(study):
    assert study.kept(["student"], at=4) == {}
    assert len(evidence.numbers_of(study)) == 0


def test_what_the_study_does_not_have_is_refused_before_anything_is_trained(study, tmp_path):
    with pytest.raises(ValueError, match=r"accelerations=\[5\].*: the study has no such runs"):
        train_reduced(study, ["student"], [5], folder=tmp_path / "new", **SMALL)
    with pytest.raises(ValueError, match="steps=0"):
        train_reduced(study, ["student"], [4], folder=tmp_path / "new", **SMALL | {"steps": 0})
    assert not (tmp_path / "new").exists()
