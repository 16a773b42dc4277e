"""A damaged file is said to be so, kept, and overwritten by nobody; nor is its intact teacher."""

import shutil
from dataclasses import replace

import pytest

from kdci.cli import main
from kdci.evidence.report import dry_run, status, table
from kdci.studies import paths, worker
from kdci.studies.engine import run_studies
from kdci.studies.plan import plan
from kdci.studies.results import load_result, save_result
from kdci.studies.state import State, damage_of, is_finished, state_of
from kdci.studies.study import load_study, read_study
from tests.studies.studies import TINY, in_process, names, written

SYSTEMS = {name: TINY["systems"][name] for name in ("teacher", "student")}


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("finished")
    data = {**TINY["data"], "size": 16}
    path = written(folder / "tiny.yaml", systems=SYSTEMS, data=data)
    assert len(run_studies(load_study(path), folder, in_process(), "cpu").finished) == 2
    return folder


@pytest.fixture
def study(finished, tmp_path):
    """Return a study of a teacher and a student that are finished, their runs, and its folder."""
    shutil.copytree(finished, tmp_path / "x")
    teacher, student = load_study(tmp_path / "x/tiny.yaml")
    return tmp_path / "x", teacher, student


def break_result(run, folder):
    path = paths.result_path(run, folder)
    path.write_bytes(path.read_bytes()[:-40])
    return path


def break_weights(run, folder):
    path = paths.weights_path(run, folder)
    content = bytearray(path.read_bytes())
    content[-5] ^= 4
    path.write_bytes(content)
    return path


def contents(folder):
    return {p.name: p.read_bytes() for p in folder.glob("*/*/*") if p.is_file()}


@pytest.mark.parametrize("damage", [break_result, break_weights])
def test_damage_is_a_state_that_status_and_dry_run_say_and_that_ends_them_with_1(
    study, capsys, damage
):
    folder, _, student = study
    path = damage(student, folder)
    assert str(path) in damage_of(student, folder)
    assert state_of(student, folder) == State.DAMAGED
    said = status(read_study(folder / "tiny.yaml"), folder)
    assert f"damaged: student-af4-0: {damage_of(student, folder)}" in said
    assert damage_of(student, folder) in dry_run(plan(load_study(folder / "tiny.yaml"), folder))
    before = contents(folder)
    for words in (["status"], ["run", "--dry-run"], ["run", "--dry-run", "--fresh"]):
        assert main(["study", *words, str(folder / "tiny.yaml")]) == 1
    assert str(path) in capsys.readouterr().out
    assert "-" in table(read_study(folder / "tiny.yaml"), folder)
    assert contents(folder) == before


@pytest.mark.parametrize("damage", [break_result, break_weights])
@pytest.mark.parametrize("which", ["student", "teacher"])
def test_a_run_overwrites_neither_what_is_damaged_nor_its_teacher(study, capsys, damage, which):
    folder, teacher, student = study
    path = damage(teacher if which == "teacher" else student, folder)
    if damage is break_result:
        paths.weights_path(teacher, folder).unlink()  # so it would have to be trained again
    before = contents(folder)
    assert main(["study", "run", str(folder / "tiny.yaml"), "--accelerator", "cpu"]) == 2
    said = capsys.readouterr().err
    assert str(path) in said
    assert "Traceback" not in said
    assert contents(folder) == before


def test_fresh_keeps_what_is_damaged_and_the_teachers_other_result_aside(study, capfd):
    folder, teacher, student = study
    damaged = break_result(student, folder).read_bytes()
    paths.weights_path(teacher, folder).unlink()
    known = load_result(paths.result_path(teacher, folder))
    other = replace(known, encoder={**known.encoder, "condition_number": 7.5})
    save_result(other, paths.result_path(teacher, folder))  # as another machine has made it
    runs = load_study(folder / "tiny.yaml")
    outcome = run_studies(runs, folder, in_process(), "cpu", fresh=True)
    assert names(outcome.finished) == ["teacher-af4-0", "student-af4-0"]
    assert "kept aside: result=" in capfd.readouterr().err
    results = paths.result_path(student, folder).parent
    assert (results / "student-af4-0.json.damaged").read_bytes() == damaged
    assert b"7.5" in (results / "teacher-af4-0.json.before").read_bytes()
    assert load_result(paths.result_path(teacher, folder)).encoder == known.encoder
    assert len(list(results.iterdir())) == 4
    assert all(is_finished(run, folder, with_weights=True) for run in runs)


def test_a_teacher_that_is_made_again_with_the_same_values_leaves_nothing_behind(study):
    folder, teacher, student = study
    paths.weights_path(teacher, folder).unlink()
    paths.result_path(student, folder).unlink()
    run_studies(load_study(folder / "tiny.yaml"), folder, in_process(), "cpu")
    assert len(list(paths.result_path(student, folder).parent.iterdir())) == 2


def test_damaged_weights_are_kept_aside_and_made_again(study):
    folder, _, student = study
    damaged = break_weights(student, folder).read_bytes()
    runs = load_study(folder / "tiny.yaml")
    outcome = run_studies(runs, folder, in_process(), "cpu", fresh=True)
    assert names(outcome.finished) == ["student-af4-0"]
    kept = paths.weights_path(student, folder)
    assert kept.with_name(f"{kept.name}.damaged").read_bytes() == damaged
    assert not damage_of(student, folder)


def test_a_worker_does_not_overwrite_what_became_damaged_meanwhile(study, monkeypatch):
    folder, teacher, student = study
    break_result(student, folder)
    monkeypatch.setattr(worker, "execute", lambda *_: pytest.fail("trained"))
    with pytest.raises(ValueError, match=r"student-af4-0.json': damaged"):
        worker.perform(student, teacher, folder, "cpu")


def test_a_second_damage_does_not_replace_the_first_that_is_kept(study):
    folder, _, student = study
    for _ in range(2):
        break_result(student, folder)
        run_studies(load_study(folder / "tiny.yaml"), folder, in_process(), "cpu", fresh=True)
    kept = [p.name for p in paths.result_path(student, folder).parent.glob("*.damaged*")]
    assert sorted(kept) == ["student-af4-0.json.damaged", "student-af4-0.json.damaged-2"]


def test_files_that_are_of_no_run_are_said(study):
    folder, _, student = study
    stray = paths.result_path(student, folder).with_name("copy.json")
    stray.write_text("{}", encoding="utf-8")
    said = status(read_study(folder / "tiny.yaml"), folder)
    assert f"unknown: {stray}: no run of the study has this name" in said
