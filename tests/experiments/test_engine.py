"""A study from its YAML file to results and weights: trained, skipped, resumed, refused."""

import json

import pytest
import torch

from kdci.experiments import run as runs
from kdci.experiments.engine import main
from kdci.experiments.results import load_results
from kdci.experiments.study import load_study
from tests.experiments.studies import written


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    path = written(folder / "tiny.yaml")
    assert main([str(path), "--folder", str(folder), "--accelerator", "cpu"]) == 0
    return path, folder


def test_there_is_a_result_and_weights_for_each_run_and_nothing_else(study):
    path, folder = study
    names = {run.name for run in load_study(path)}
    assert {p.stem for p in (folder / "results/tiny").iterdir()} == names
    assert {p.stem for p in (folder / "weights/tiny").iterdir()} == names
    assert list((folder / "checkpoints/tiny").iterdir()) == []


def test_results_say_what_was_run(study):
    path, folder = study
    expected = {run.name: run for run in load_study(path)}
    for result in load_results(folder / "results/tiny"):
        run = expected[f"{result['system']}-af4-0"]
        assert result["provenance"]["config_sha256"] == run.sha256()
        assert result["provenance"]["steps"] == (0 if run.decoder == "zero-filled" else 4)
        assert len(result["metrics"]["psnr"]) == len(result["metrics"]["ssim"]) == 4
        assert result["encoder"]["samples"] == round(32 * 32 / run.encoder_acceleration)
        assert 0 < result["encoder"]["energy_captured"] <= 1


def test_metrics_are_those_of_the_released_weights(study):
    path, folder = study
    from kdci.evaluation import evaluate

    (student,) = [run for run in load_study(path) if run.system == "student"]
    images = runs.load_images(student.data)["validation"]
    again = evaluate(runs.load_system(student, folder), images, seed=student.data.seed)
    found = json.loads(runs.result_path(student, folder).read_text())["metrics"]
    assert found["psnr"] == pytest.approx(again["psnr"], rel=1e-4)


def test_running_it_again_trains_only_what_is_missing(study, capsys):
    path, folder = study
    files = {p: p.stat().st_mtime_ns for p in folder.glob("*/tiny/*")}
    gone = folder / "results/tiny/student-af4-0.json"
    before = json.loads(gone.read_text())
    gone.unlink()
    assert main([str(path), "--folder", str(folder), "--accelerator", "cpu"]) == 0
    changed = {p.stem for p, time in files.items() if p.stat().st_mtime_ns != time}
    assert changed == {"student-af4-0"}
    after = json.loads(gone.read_text())
    assert after["metrics"] == before["metrics"]
    assert after["curves"] == before["curves"]
    assert after["provenance"]["weights_sha256"] == before["provenance"]["weights_sha256"]


def test_a_run_that_was_cut_off_resumes(study, tmp_path, monkeypatch):
    path, folder = study
    (run,) = [run for run in load_study(path) if run.system == "baseline"]
    torch.set_num_threads(1)

    def cut_off(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(runs, "save_weights", cut_off)
    with pytest.raises(KeyboardInterrupt):
        runs.execute(run, None, tmp_path, "cpu")
    assert runs.checkpoint_path(run, tmp_path).exists()
    monkeypatch.undo()
    runs.execute(run, None, tmp_path, "cpu")
    assert not runs.checkpoint_path(run, tmp_path).exists()
    ours, theirs = (runs.weights_path(run, f).read_bytes() for f in (tmp_path, folder))
    assert ours == theirs


def test_a_failed_teacher_fails_its_student_alone(tmp_path, capfd):
    path = written(tmp_path / "tiny.yaml")
    weights = tmp_path / "weights/tiny"
    weights.mkdir(parents=True)
    (weights / "teacher-af4-0.safetensors").mkdir()  # where the teacher's weights would go
    assert main([str(path), "--folder", str(tmp_path), "--accelerator", "cpu"]) == 2
    error = capfd.readouterr().err
    assert "failed: teacher-af4-0" in error
    assert "failed: student-af4-0" in error
    finished = {p.stem for p in (tmp_path / "results/tiny").iterdir()}
    assert finished == {"baseline-af4-0", "radial-af4-0", "floor-af4-0"}


def test_results_folder_that_cannot_be_written_is_refused_before_training(tmp_path, monkeypatch):
    path = written(tmp_path / "tiny.yaml")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/results").write_text("in the way")
    monkeypatch.setattr(runs, "train", lambda *_: pytest.fail("trained"))
    (run, *_) = load_study(path)
    with pytest.raises(PermissionError, match="results.*choose another"):
        runs.execute(run, None, tmp_path / "out", "cpu")
    with pytest.raises(PermissionError, match="choose another"):
        main([str(path), "--folder", str(tmp_path / "out/results/x")])
