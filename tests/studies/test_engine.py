"""A study from its YAML file to results and weights: trained, skipped, resumed, refused."""

import json
from dataclasses import replace

import pytest
import torch

from kdci.evaluation import evaluate
from kdci.evidence.report import status
from kdci.studies import engine, paths
from kdci.studies import run as runs
from kdci.studies.clusters import ClusterConfig
from kdci.studies.engine import run_studies
from kdci.studies.results import load_result, load_results, save_result
from kdci.studies.study import load_study, read_study
from tests.studies.studies import TINY, in_process, names, written


def finish(path, folder, **options):
    return run_studies(load_study(path), folder, in_process(), "cpu", **options)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    path = written(folder / "tiny.yaml")
    outcome = finish(path, folder)
    assert len(outcome.finished) == 5
    assert not outcome.elsewhere + outcome.failed + outcome.not_run
    return path, folder


def times(folder):
    return {p.stem: p.stat().st_mtime_ns for p in folder.glob("results/*/*.json")}


def test_there_is_a_result_and_weights_for_each_run_and_nothing_else(study):
    path, folder = study
    expected = set(names(load_study(path)))
    assert {p.stem for p in (folder / "results/tiny").iterdir()} == expected
    assert {p.stem for p in (folder / "weights/tiny").iterdir()} == expected
    assert list((folder / "checkpoints/tiny").iterdir()) == []


def test_results_say_what_was_run(study):
    path, folder = study
    expected = {run.name: run for run in load_study(path)}
    for result in load_results(folder / "results/tiny"):
        run = expected[f"{result.system}-af4-0"]
        assert result.provenance["config_sha256"] == run.sha256()
        assert len(result.provenance["code_sha256"]) == 64
        assert result.provenance["steps"] == (0 if run.decoder == "zero-filled" else 4)
        assert len(result.metrics["psnr"]) == len(result.metrics["ssim"]) == 4
        assert result.encoder["samples"] == round(32 * 32 / run.encoder_acceleration)
        assert 0 < result.encoder["energy_captured"] <= 1


def test_metrics_are_those_of_the_released_weights(study):
    path, folder = study
    (student,) = [run for run in load_study(path) if run.system == "student"]
    images = runs.load_images(student.data)["validation"]
    again = evaluate(runs.load_system(student, folder), images, seed=student.data.seed)
    found = json.loads(paths.result_path(student, folder).read_text(encoding="utf-8"))["metrics"]
    assert found["psnr"] == pytest.approx(again["psnr"], rel=1e-4)


def test_running_it_again_trains_only_what_is_missing(study):
    path, folder = study
    before = times(folder)
    gone = folder / "results/tiny/student-af4-0.json"
    old = json.loads(gone.read_text(encoding="utf-8"))
    gone.unlink()
    assert names(finish(path, folder).finished) == ["student-af4-0"]
    after = times(folder)
    assert {name for name in before if before[name] != after[name]} == {"student-af4-0"}
    new = json.loads(gone.read_text(encoding="utf-8"))
    assert new["metrics"] == old["metrics"]
    assert new["curves"] == old["curves"]
    assert new["provenance"]["weights_sha256"] == old["provenance"]["weights_sha256"]


def test_a_finished_study_starts_no_cluster(study):
    path, folder = study
    outcome = run_studies(load_study(path), folder, ClusterConfig("there.is.None", 1), "cpu")
    assert outcome == engine.Outcome()


def test_a_teacher_whose_weights_are_gone_is_trained_again_for_its_student(study):
    path, folder = study
    before = json.loads((folder / "results/tiny/teacher-af4-0.json").read_text(encoding="utf-8"))
    (folder / "weights/tiny/teacher-af4-0.safetensors").unlink()
    assert finish(path, folder) == engine.Outcome()  # nobody needs them
    (folder / "results/tiny/student-af4-0.json").unlink()
    assert names(finish(path, folder).finished) == ["teacher-af4-0", "student-af4-0"]
    after = json.loads((folder / "results/tiny/teacher-af4-0.json").read_text(encoding="utf-8"))
    assert after["metrics"] == before["metrics"]


def test_results_of_other_code_are_kept_unless_fresh_ones_are_wanted(study, capfd):
    path, folder = study
    stale = folder / "results/tiny/baseline-af4-0.json"
    result = load_result(stale)
    other = result.provenance | {"code_sha256": "0" * 64}
    save_result(replace(result, provenance=other), stale)
    assert finish(path, folder) == engine.Outcome()
    assert "kept: 1 results of other code or data than today's" in capfd.readouterr().err
    assert names(finish(path, folder, fresh=True).finished) == ["baseline-af4-0"]
    again = load_result(stale)
    assert again.provenance["code_sha256"] == result.provenance["code_sha256"]
    assert again.metrics == result.metrics


def test_a_run_that_was_cut_off_resumes(study, tmp_path, monkeypatch):
    path, folder = study
    (run,) = [run for run in load_study(path) if run.system == "baseline"]
    torch.set_num_threads(1)

    def cut_off(*_):
        raise KeyboardInterrupt

    old = tmp_path / "checkpoints/tiny/baseline-af4-0-0123456789ab.safetensors"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"of another configuration, or of other code")
    monkeypatch.setattr(runs, "save_weights", cut_off)
    with pytest.raises(KeyboardInterrupt):
        runs.execute(run, None, tmp_path, "cpu")
    assert runs.checkpoint_path(run, tmp_path).exists()
    monkeypatch.undo()
    runs.execute(run, None, tmp_path, "cpu")
    assert list(old.parent.iterdir()) == []
    ours, theirs = (paths.weights_path(run, f).read_bytes() for f in (tmp_path, folder))
    assert ours == theirs


def test_a_failed_teacher_is_reported_and_stops_its_student_alone(tmp_path, capfd):
    path = written(tmp_path / "tiny.yaml")
    weights = tmp_path / "weights/tiny"
    in_the_way = weights / "teacher-af4-0.safetensors"
    in_the_way.mkdir(parents=True)
    outcome = finish(path, tmp_path)
    assert names(outcome.failed) == ["teacher-af4-0"]
    assert names(outcome.not_run) == ["student-af4-0"]
    assert set(times(tmp_path)) == {"baseline-af4-0", "radial-af4-0", "floor-af4-0"}
    said = capfd.readouterr().err
    log = tmp_path / "checkpoints/tiny/teacher-af4-0.error"
    assert f"failed: tiny/teacher-af4-0: the end of {log}" in said
    assert "IsADirectoryError" in said
    assert "not run: tiny/student-af4-0: its teacher teacher-af4-0 failed" in said
    assert f"failed: teacher-af4-0: {log}" in status(read_study(path), tmp_path)

    in_the_way.rmdir()
    assert names(finish(path, tmp_path).finished) == ["teacher-af4-0", "student-af4-0"]
    assert list(log.parent.iterdir()) == []


@pytest.mark.slow
def test_a_student_waits_for_its_own_teacher_alone(tmp_path):
    system = {"role": "teacher", "variant": ""}
    student = {"role": "student", "variant": ""}
    systems = {
        "short": {**system, "training": {"steps": 4}},
        "pupil-of-short": {**student, "distillation": {"teacher": "short"}},
        "long": {**system, "training": {"steps": 5}},
        "pupil-of-long": {
            **student,
            "training": {"steps": 150, "batch_size": 8},
            "distillation": {"teacher": "long"},
        },
    }
    path = written(tmp_path / "tiny.yaml", systems=systems)
    assert len(finish(path, tmp_path).finished) == 4
    order = sorted(times(tmp_path), key=times(tmp_path).get)
    assert [name.removesuffix("-af4-0") for name in order] == [
        *("long", "pupil-of-long", "short", "pupil-of-short")
    ]


def test_a_worker_with_two_threads_is_refused(tmp_path):
    path = written(tmp_path / "tiny.yaml", systems={"floor": TINY["systems"]["floor"]})
    cluster = in_process()
    cluster.arguments["threads_per_worker"] = 2
    (failed,) = run_studies(load_study(path), tmp_path, cluster, "cpu").failed
    error = (tmp_path / f"checkpoints/tiny/{failed.name}.error").read_text(encoding="utf-8")
    assert "nthreads=2: a worker must have 1 thread" in error


def test_results_folder_that_cannot_be_written_is_refused_before_training(tmp_path, monkeypatch):
    path = written(tmp_path / "tiny.yaml")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/results").write_text("in the way", encoding="utf-8")
    monkeypatch.setattr(runs, "train", lambda *_: pytest.fail("trained"))
    (run, *_) = load_study(path)
    with pytest.raises(PermissionError, match="results.*choose another"):
        runs.execute(run, None, tmp_path / "out", "cpu")
    with pytest.raises(PermissionError, match="choose another"):
        finish(path, tmp_path / "out/results/x")
