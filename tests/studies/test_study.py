import copy
from dataclasses import asdict, replace

import pytest

from kdci.studies.identity import config_sha256
from kdci.studies.study import expand
from tests.studies.studies import TINY, changed


def test_expands_to_systems_times_accelerations_times_seeds():
    runs = expand(changed(accelerations=[4, 8], seeds=[0, 1, 2]))
    assert len(runs) == 5 * 2 * 3
    assert len({run.name for run in runs}) == len(runs)
    assert len({run.sha256() for run in runs}) == len(runs)


def test_a_system_may_have_its_own_seeds_and_training():
    baseline = {**TINY["systems"]["baseline"], "seeds": [7], "training": {"steps": 9}}
    (run,) = expand(changed(systems={"baseline": baseline}))
    assert (run.seed, run.training.seed, run.training.steps) == (7, 7, 9)
    assert run.training.encoder_rate == 30


def test_a_student_follows_its_teacher_and_its_hash_depends_on_it():
    runs = expand(TINY)
    names = [run.name for run in runs]
    student = runs[names.index("student-af4-0")]
    assert student.teacher == "teacher-af4-0"
    assert names.index("student-af4-0") == len(names) - 1
    teacher = {**TINY["systems"]["teacher"], "relaxed": 0.25}
    other = expand(changed(systems={**TINY["systems"], "teacher": teacher}))
    assert other[names.index("student-af4-0")].sha256() != student.sha256()
    assert other[names.index("baseline-af4-0")].sha256() == (
        runs[names.index("baseline-af4-0")].sha256()
    )


def test_baseline_and_student_start_from_the_same_weights_and_see_the_same_data():
    runs = {run.system: run for run in expand(TINY)}
    assert runs["baseline"].training == runs["student"].training
    assert runs["baseline"].data == runs["student"].data


def test_a_teacher_may_have_a_teacher():
    assistant = {**TINY["systems"]["student"], "role": "teacher", "variant": "assistant"}
    student = {**TINY["systems"]["student"], "distillation": {"teacher": "assistant"}}
    systems = {"student": student, "assistant": assistant, "teacher": TINY["systems"]["teacher"]}
    runs = expand(changed(systems=systems))
    assert [run.system for run in runs] == ["teacher", "assistant", "student"]
    assert runs[2].distillation.teacher_sha256 == runs[1].sha256()


def test_fields_that_came_later_leave_old_hashes_alone():
    (run,) = expand(changed(systems={"baseline": TINY["systems"]["baseline"]}))
    assert run.sha256() == replace(run, modality="mri", start="noise").sha256()
    assert run.sha256() != replace(run, start="radial").sha256()
    for part, name, value in (("data", "source", ""), ("training", "schedule", "cosine")):
        stored = asdict(run)
        assert stored[part].pop(name) == value
        assert config_sha256(stored) == run.sha256()
    assert (
        run.sha256() != replace(run, training=replace(run.training, schedule="constant")).sha256()
    )


def test_what_a_study_says_holds_for_every_system_that_says_nothing_else():
    systems = copy.deepcopy(TINY["systems"])
    systems["floor"]["snr_db"] = 30
    runs = {
        run.system: run for run in expand(changed(snr_db=20, test_snr_db=[10], systems=systems))
    }
    assert {name: run.snr_db for name, run in runs.items()} == {
        **dict.fromkeys(["teacher", "baseline", "student", "radial"], 20),
        "floor": 30,
    }
    assert {run.test_snr_db for run in runs.values()} == {(10,)}


@pytest.mark.parametrize("name", ["role", "variant", "distillation"])
def test_what_is_a_systems_own_cannot_be_said_for_all(name):
    with pytest.raises(ValueError, match=f"{name}: unknown key"):
        expand(changed(**{name: "baseline"}))
