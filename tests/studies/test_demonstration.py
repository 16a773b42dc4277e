import pytest

from kdci.studies.demonstration import change, find, train_all
from kdci.studies.run import load_system
from kdci.studies.study import expand
from tests.studies.studies import TINY, changed


def test_finds_the_run_or_says_which_there_are():
    runs = expand(changed(accelerations=[4, 8]))
    assert find(runs, "student", 8, 0).name == "student-af8-0"
    with pytest.raises(ValueError, match=r"acceleration=5, seed=0: .* are \[\(4, 0\), \(8, 0\)\]"):
        find(runs, "student", 5, 0)


def test_changed_runs_train_and_load(tmp_path):
    runs = {name: find(expand(TINY), name, 4, 0) for name in ("teacher", "student")}
    settings = {"acceleration": 2, "seed": 3, "size": 16, "steps": 2, "snr_db": 20.0, "train": 4}
    runs = {name: change(run, **settings) for name, run in runs.items()}
    train_all(runs, tmp_path)
    student = load_system(runs["student"], tmp_path)
    assert student.encoder.image_shape == (2, 16, 16)
    assert int(student.encoder.pattern.sum()) == 128
    assert student.snr_db == 20.0
