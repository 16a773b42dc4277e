from kdci.studies.moved import moved
from kdci.studies.opened import OpenedStudy, open_study
from kdci.studies.plan import teachers_of
from kdci.studies.study import expand
from tests.studies.studies import changed


def test_all_systems_are_at_all_places_with_their_own_teachers(tmp_path):
    study = OpenedStudy(tuple(expand(changed(accelerations=[4, 8]))), tmp_path)
    found = moved(study, [2, 16], [5, 6]).runs
    systems = {run.system for run in study.runs}
    places = [(a, seed) for a in (2, 16) for seed in (5, 6)]
    assert {(r.system, r.acceleration, r.seed) for r in found} == {
        (system, *place) for system in systems for place in places
    }
    assert len(found) == len(systems) * len(places)
    for student, teacher in teachers_of(found).items():
        assert (teacher.acceleration, teacher.seed) == (student.acceleration, student.seed)
        assert student.training.seed == student.seed


def test_where_a_study_is_already_nothing_changes():
    study = open_study("spc-teachers")
    there = {run.name: run for run in study.runs}
    found = {run.name: run for run in moved(study, [10], range(5)).runs}
    assert found.keys() == there.keys()
    for name, run in found.items():
        assert (run.training, run.data) == (there[name].training, there[name].data)
