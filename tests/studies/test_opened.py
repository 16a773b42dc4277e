import pytest
import torch

from kdci.studies.opened import OpenedStudy, open_study, train_anew
from kdci.studies.study import expand
from tests.studies.studies import TINY, changed

SETTINGS = {"seed": 3, "size": 16, "steps": 2, "snr_db": 20.0, "train": 4}


def test_finds_the_run_or_says_which_there_are(tmp_path):
    study = OpenedStudy(tuple(expand(changed(accelerations=[4, 8]))), tmp_path)
    assert study.find("student", 8).name == "student-af8-0"
    with pytest.raises(ValueError, match=r"acceleration=5, seed=0: .* are \[\(4, 0\), \(8, 0\)\]"):
        study.find("student", 5)


def test_a_released_study_opens_with_its_systems_and_images():
    study = open_study("mri-acceleration")
    systems = study.systems(["teacher", "student"], at=8)
    assert int(systems["student"].encoder.pattern.sum()) == 512
    assert study.images().shape[1:] == (2, 64, 64)
    start = study.untrained("student", at=8).encoder
    assert not torch.equal(start.pattern, systems["student"].encoder.pattern)


def test_runs_train_anew_with_other_settings(tmp_path):
    study = OpenedStudy(tuple(expand(TINY)), tmp_path)
    runs = {name: study.find(name, 4) for name in ("teacher", "student")}
    anew = train_anew(runs, tmp_path, at=2, **SETTINGS)
    student = anew.system("student", at=2, seed=3)
    assert student.encoder.image_shape == (2, 16, 16)
    assert int(student.encoder.pattern.sum()) == 128
    assert student.snr_db == 20.0
